package io.meshwork.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is secret is in no table and no answer. */
class SecretsIT extends ServerFixture {
  @Test
  void neitherKeysNorPlantedSecretsAreKept() {
    put(Who.ADMIN, "/api/v1/teams/shop", Samples.team("shop"));
    put(Who.ADMIN, "/api/v1/regions/eu", Samples.region("eu", ""));
    put(Who.ADMIN, "/api/v1/applications/secretive", Samples.application("secretive", "shop"));
    put(
        Who.ADMIN,
        "/api/v1/brokers/secretive",
        Samples.broker("secretive", "eu")
            .replace("{\"broker\"", "{\"secret\":\"hunter2-planted\",\"broker\""));
    Answer issued =
        post(
            Who.ADMIN,
            "/api/v1/applications/secretive/keys",
            "{\"label\":\"ci\",\"scopes\":[\"read\",\"plan\"]}");
    String secret = issued.json().path("secret").asString();
    assertThat(secret).hasSizeGreaterThan(43);
    Who key = Who.key(secret);
    assertThat(get(key, "/api/v1/me").json().path("scopes").toString())
        .isEqualTo("[\"plan\",\"read\"]");

    for (String planted : List.of("hunter2-planted", secret, ADMIN_KEY, RELAY_KEY)) {
      for (String table : tables()) {
        assertThat(
                jdbc.queryForObject(
                    "select count(*) from %s t where t::text like ?".formatted(table),
                    Long.class,
                    "%" + planted + "%"))
            .as(table)
            .isZero();
      }
      for (String path :
          List.of(
              "/api/v1/applications/secretive/keys",
              "/api/v1/audit?limit=500",
              "/api/v1/brokers",
              "/api/v1/me")) {
        assertThat(get(Who.ADMIN, path).body()).doesNotContain(planted);
      }
    }

    String id = issued.json().at("/key/id").asString();
    assertThat(get(Who.ADMIN, "/api/v1/applications/secretive/keys").body())
        .contains(id, "lastUsedAt");
    assertThat(
            send(Who.ADMIN, "DELETE", "/api/v1/applications/secretive/keys/" + id, null).status())
        .isEqualTo(204);
    assertThat(get(key, "/api/v1/me").status()).isEqualTo(401);
    assertThat(get(Who.ADMIN, "/api/v1/audit?kind=Key").body()).contains("issue", "revoke", id);
  }

  private List<String> tables() {
    return jdbc.queryForList(
        "select table_name from information_schema.tables where table_schema = 'public'",
        String.class);
  }
}
