package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Setting;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTests {
  private static final Map<String, String> LOGIN =
      Map.of("bootstrap", "one:9092, two:9093", "username", "mesh", "password", "env:MESH");

  @Test
  void fillsInWhatIsNotSaid() {
    assertThat(KafkaSettings.of(new Settings(LOGIN)))
        .isEqualTo(
            new KafkaSettings(
                "one:9092,two:9093",
                "SASL_SSL",
                "SCRAM-SHA-512",
                "mesh",
                false,
                (short) -1,
                null,
                Duration.ofSeconds(15),
                true,
                "auto",
                "none"));
  }

  @Test
  void takesEverySettingThatItDeclares() {
    Map<String, String> all = new HashMap<>(LOGIN);
    all.put("truststore", "file:/etc/ca.pem");
    all.put("replicationFactor", "3");
    all.put("minInsyncReplicas", "2");
    all.put("requestTimeoutSeconds", "30");
    all.put("protocol", "SASL_SSL");
    all.put("mechanism", "PLAIN");
    all.put("acls", "false");
    all.put("engine", "clients");
    all.put("priceList", "aws-msk-serverless");
    assertThat(all.keySet())
        .containsExactlyInAnyOrderElementsOf(
            KafkaSettings.DECLARED.stream().map(Setting::name).toList());

    KafkaSettings settings = KafkaSettings.of(new Settings(all));

    assertThat(settings.replicationFactor()).isEqualTo((short) 3);
    assertThat(settings.minInsyncReplicas()).isEqualTo(2);
    assertThat(settings.truststore()).isTrue();
    assertThat(settings.acls()).isFalse();
  }

  @Test
  void hasNoSettingThatReachesAClientUnread() {
    assertThat(KafkaSettings.DECLARED)
        .noneMatch(setting -> setting.name().contains("jaas") || setting.name().contains("prop"));
    assertThatThrownBy(() -> KafkaSettings.of(new Settings(with("sasl.jaas.config", "anything"))))
        .isInstanceOf(MeshException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broker",
        "broker:",
        "broker:0",
        "broker:65536",
        "http://broker:9092",
        "a:1,,b:2",
        "a b:-1",
        "file:///etc/passwd:1",
        "-a:1"
      })
  void refusesWhatIsNotAServer(String bootstrap) {
    assertThat(violations(with("bootstrap", bootstrap)))
        .anySatisfy(one -> assertThat(one.pointer()).isEqualTo("/bootstrap"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicationFactor=0",
        "replicationFactor=-2",
        "replicationFactor=99",
        "minInsyncReplicas=0",
        "requestTimeoutSeconds=0",
        "requestTimeoutSeconds=301",
        "protocol=HTTP",
        "mechanism=GSSAPI",
        "priceList=mine",
        "password=plain",
        "acls=yes"
      })
  void refusesWhatIsOutOfRange(String entry) {
    String[] parts = entry.split("=", 2);

    assertThat(violations(with(parts[0], parts[1])))
        .anySatisfy(one -> assertThat(one.pointer()).isEqualTo("/" + parts[0]));
  }

  @Test
  void needsALoginOnlyWhereTheProtocolHasOne() {
    Map<String, String> bare = Map.of("bootstrap", "one:9092");

    assertThat(violations(bare)).extracting(Violation::pointer).contains("/username", "/password");
    Map<String, String> plain = new HashMap<>(bare);
    plain.put("protocol", "PLAINTEXT");
    assertThat(KafkaSettings.of(new Settings(plain)).sasl()).isFalse();
  }

  @Test
  void escapesWhatGoesIntoTheLoginLine() {
    String nasty = "a\"; com.sun.security.auth.module.JndiLoginModule required x=\"\\";
    String line =
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\"%s\";"
            .formatted(Connection.escaped("password", nasty));

    JaasContext context =
        JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(line)));

    assertThat(context.configurationEntries()).hasSize(1);
    assertThat(context.configurationEntries().getFirst().getOptions().get("password"))
        .isEqualTo(nasty);
  }

  @Test
  void refusesASecretWithALineEnd() {
    assertThatExceptionOfType(MeshException.class)
        .isThrownBy(() -> Connection.escaped("password", "a\nb"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.INVALID_SETTING))
        .satisfies(e -> assertThat(e.text()).doesNotContain("a\nb"));
  }

  @Test
  void saysWhichCertificatesCannotBeRead() {
    Map<String, String> values = new HashMap<>(LOGIN);
    values.put("truststore", "env:CA");
    values.put("bootstrap", "127.0.0.1:1");
    var access =
        new BrokerAccess(
            new BrokerName("b"),
            new Settings(values),
            new InstallationId(UUID.randomUUID()),
            _ -> "not a certificate");

    assertThatExceptionOfType(MeshException.class)
        .isThrownBy(() -> new Connection(access).admin("test").close())
        .satisfies(e -> assertThat(e.text()).contains("'b'").doesNotContain("not a certificate"));
  }

  @Test
  void connectsAsAnotherPrincipalWithTheBrokersOwnAddress() {
    Settings settings =
        new KafkaTransport().forPrincipal(new Settings(LOGIN), "User:billing", "file:/run/billing");

    assertThat(settings.get("username")).isEqualTo("billing");
    assertThat(settings.get("password")).isEqualTo("file:/run/billing");
    assertThat(settings.get("bootstrap")).isEqualTo(LOGIN.get("bootstrap"));
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> values = new HashMap<>(LOGIN);
    values.put(name, value);
    return values;
  }

  private static List<Violation> violations(Map<String, String> values) {
    try {
      KafkaSettings.of(new Settings(values));
      return List.of();
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo(TransportError.INVALID_SETTING);
      return e.violations();
    }
  }
}
