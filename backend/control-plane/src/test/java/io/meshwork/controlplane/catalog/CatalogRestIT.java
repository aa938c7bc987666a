package io.meshwork.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.controlplane.Samples;
import io.meshwork.controlplane.ServerFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogRestIT extends ServerFixture {
  private static final Who OWNER = person("olga", "shop:owner");
  private static final Who READER = person("rita", "books:reader");

  @BeforeEach
  void world() {
    put(Who.ADMIN, "/api/v1/teams/shop", Samples.team("shop"));
    put(Who.ADMIN, "/api/v1/teams/books", Samples.team("books"));
    put(Who.ADMIN, "/api/v1/regions/eu", Samples.region("eu", ""));
    put(Who.ADMIN, "/api/v1/brokers/memory-eu", Samples.broker("memory-eu", "eu"));
  }

  @Test
  void aTeamRegistersAnEventTypeAndReadsItBack() {
    Answer created =
        put(OWNER, "/api/v1/event-types/shop.first", Samples.eventType("shop.first", "shop", ""));

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    Answer read = get(READER, "/api/v1/event-types/shop.first");
    assertThat(read.status()).as(read.body()).isEqualTo(200);
    assertThat(read.etag()).isEqualTo(created.etag());
    assertThat(read.json().at("/spec/partitions").asInt()).isEqualTo(6);
    Answer again = put(OWNER, "/api/v1/event-types/shop.first", read.body());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.etag()).isEqualTo(created.etag());
  }
}
