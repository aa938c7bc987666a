package io.meshwork.relay.manifest;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.Manifest;
import io.meshwork.api.MeshJson;
import io.meshwork.model.DataSize;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Rate;
import io.meshwork.relay.engine.MemoryMesh;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestCheckTests {
  private static final Manifest GOOD = new MemoryMesh().manifest(aLink("a").build());
  private static final String JSON = MeshJson.write(GOOD);

  @Test
  void readsWhatItCanRun() {
    assertThat(new ManifestCheck(new RegionName("us")).read(JSON)).isEqualTo(GOOD);
  }

  @Test
  void readsAManifestOfAnEarlierVersionThatKnowsNoRates() {
    String earlier = JSON.replace(",\"rate\":null", "").replace(",\"teamRates\":[]", "");
    assertThat(earlier).doesNotContain("ate\":null", "teamRates");

    assertThat(new ManifestCheck(new RegionName("us")).read(earlier)).isEqualTo(GOOD);
  }

  @Test
  void readsRatesOfLinksAndTeams() {
    MemoryMesh mesh = new MemoryMesh();
    Manifest manifest =
        mesh.limiting(
            mesh.manifest(aLink("a").limitedTo(10, 64 << 10).build()),
            new Manifest.TeamRate(new TeamName("orders"), new Rate(null, new DataSize(1 << 20))));
    String json = MeshJson.write(manifest).replace("\"requires\":[]", "\"requires\":[\"rates\"]");

    Manifest read = new ManifestCheck(new RegionName("us")).read(json);

    assertThat(read.links()).isEqualTo(manifest.links());
    assertThat(read.teamRates()).isEqualTo(manifest.teamRates());
  }

  static Stream<Arguments> refused() {
    MemoryMesh mesh = new MemoryMesh();
    return Stream.of(
        Arguments.of(JSON.replace("\"format\":1", "\"format\":2,\"new\":1"), "format 2"),
        Arguments.of("{}", "format none"),
        Arguments.of(JSON.replace("\"requires\":[]", "\"requires\":[\"magic\"]"), "\"magic\""),
        Arguments.of(
            JSON.replace("\"region\":\"us\",\"rev", "\"region\":\"ap\",\"rev"), "region 'ap'"),
        Arguments.of("{\"format\":1", "cannot be run"),
        Arguments.of("not json", "cannot be run"),
        Arguments.of(
            MeshJson.write(mesh.manifest(aLink("a").build(), aLink("a").build())), "'a' twice"),
        Arguments.of(
            MeshJson.write(mesh.manifest(aLink("a").filter("{\"data\":{\"n\":7}}").build())),
            "filter of link 'a'"),
        Arguments.of(
            MeshJson.write(mesh.manifest(aLink("a").build(), aLink("b").slots(2).build())),
            "Link 'b' has 2 slots"),
        Arguments.of(
            JSON.replace("\"broker\":\"eu\",\"channel\"", "\"broker\":\"xx\",\"channel\""),
            "broker 'xx'"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String json, String message) {
    assertThatThrownBy(() -> new ManifestCheck(new RegionName("us")).read(json))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo(RelayError.MANIFEST_REFUSED))
        .hasMessageContaining(message);
  }
}
