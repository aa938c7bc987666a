package io.meshwork.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {
  private static final List<Function<String, Name>> KINDS =
      List.of(
          ApplicationName::new,
          BrokerName::new,
          EventTypeName::new,
          PublicationName::new,
          RegionName::new,
          SubscriptionName::new,
          TeamName::new);

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "orders.order.placed", "a-b_c.d9"})
  void everyKindTakesAName(String name) {
    for (Function<String, Name> kind : KINDS) {
      assertThat(kind.apply(name).value()).isEqualTo(name);
      assertThat(kind.apply(name)).hasToString(name).isEqualTo(kind.apply(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", ".a", "a.", "-a", "ä", "a/b", "a\n"})
  void everyKindRefusesWhatIsNone(String name) {
    for (Function<String, Name> kind : KINDS) {
      assertThatThrownBy(() -> kind.apply(name))
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.code()).isEqualTo(ModelError.INVALID_NAME));
    }
  }

  @Test
  void aNameHas128CharactersAtMost() {
    assertThat(new TeamName("a".repeat(128)).value()).hasSize(128);
    assertThatThrownBy(() -> new TeamName("a".repeat(129)))
        .hasMessageContaining("129")
        .hasMessageContaining("128");
  }

  @Test
  void eventTypesMayNotBeCalledLikeTheMeshsOwnChannels() {
    assertThatThrownBy(() -> new EventTypeName("mesh.x")).hasMessageContaining("reserved");
    assertThatThrownBy(() -> new EventTypeName("a.from.b")).hasMessageContaining("reserved");
  }

  @Test
  void namesOfOneKindAreOrderedByTheirCharacters() {
    assertThat(new ApplicationName("a")).isLessThan(new ApplicationName("b"));
    assertThat(new BrokerName("a")).isLessThan(new BrokerName("b"));
    assertThat(new EventTypeName("a")).isLessThan(new EventTypeName("b"));
    assertThat(new PublicationName("a")).isLessThan(new PublicationName("b"));
    assertThat(new RegionName("a")).isLessThan(new RegionName("b"));
    assertThat(new SubscriptionName("a")).isLessThan(new SubscriptionName("b"));
    assertThat(new TeamName("a")).isLessThan(new TeamName("b"));
    assertThat(new TransportName("a")).isLessThan(new TransportName("b"));
    assertThat(new LinkId("a")).isLessThan(new LinkId("b"));
    assertThat(new ChannelAddress("a")).isLessThan(new ChannelAddress("b"));
    assertThat(new Revision(1)).isLessThan(new Revision(2));
  }

  @Test
  void idsSayWhatTheyHold() {
    UUID uuid = UUID.randomUUID();
    BrokerName broker = new BrokerName("k");
    assertThat(new InstallationId(uuid)).hasToString(uuid.toString());
    assertThat(new LinkId("l")).hasToString("l");
    assertThat(new ChannelAddress("t")).hasToString("t");
    assertThat(new TransportName("kafka")).hasToString("kafka");
    assertThat(new JsonText("{}")).hasToString("{}");
    assertThat(Revision.NONE.next()).hasToString("1");
    assertThat(
            List.<ChannelId>of(
                new ChannelId.Entry(new EventTypeName("e"), broker),
                new ChannelId.Arrival(new EventTypeName("e"), broker, broker),
                new ChannelId.Subscribed(new SubscriptionName("s"), broker),
                new ChannelId.DeadLetter(new SubscriptionName("s"), broker)))
        .allSatisfy(id -> assertThat(id.broker()).isEqualTo(broker));
  }

  @Test
  void refusesEmptyIdsAndNegativeRevisions() {
    assertThatThrownBy(() -> new LinkId(" ")).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> new ChannelAddress("")).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> new Revision(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new TransportName("No Name")).isInstanceOf(MeshException.class);
  }

  @Test
  void anErrorKeepsItsCodeMessagePlacesAndCause() {
    Violation violation = new Violation("/a", "wrong");
    IllegalStateException cause = new IllegalStateException();

    assertThat(new MeshException(ModelError.INVALID_VALUE, "m", List.of(violation)).violations())
        .containsExactly(violation);
    assertThat(new MeshException(ModelError.INVALID_VALUE, "m", cause)).hasCause(cause);
    assertThat(new MeshException(ModelError.INVALID_VALUE, "m").text()).isEqualTo("m");
    assertThat(ModelError.INVALID_NAME.type()).isEqualTo(ErrorType.USER);
  }

  @Test
  void sizesAreReadAndWrittenWithUnits() {
    assertThat(DataSize.parse("512")).isEqualTo(new DataSize(512)).hasToString("512");
    assertThat(DataSize.parse("64 KB")).isEqualTo(DataSize.parse("64kib")).hasToString("64KiB");
    assertThat(DataSize.parse("1MiB")).hasToString("1MiB").isLessThan(DataSize.parse("2GiB"));
    assertThat(DataSize.parse("2GiB")).hasToString("2GiB");
    assertThat(new DataSize(0)).hasToString("0");
    assertThatThrownBy(() -> DataSize.parse("1 TB")).hasMessageContaining("1 TB");
    assertThatThrownBy(() -> new DataSize(-1)).isInstanceOf(MeshException.class);
  }
}
