package io.meshwork.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.PositionDocument.Going;
import io.meshwork.api.PositionDocument.Standing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionDocumentTests {
  private static Standing standing(int partition, Going going) {
    return new Standing(partition, "t:1", 7, false, going);
  }

  @Test
  void addsUpWhatWouldBeSkippedAndRepeated() {
    PositionDocument found =
        new PositionDocument(
            "link",
            List.of(
                standing(0, new Going("t:5", 4, 0)),
                standing(1, new Going("t:0", 0, 3)),
                standing(2, null)),
            List.of());

    assertThat(found.total()).isEqualTo(new Going("", 4, 3));
  }

  @Test
  void isReadAsItWasWritten() {
    PositionDocument found =
        new PositionDocument(
            "link",
            List.of(standing(0, null)),
            List.of(
                new PositionDocument.Move(
                    1,
                    Instant.parse("2026-01-01T12:00:00Z"),
                    "olga",
                    "Because.",
                    List.of(new PositionMove.Place(0, "t:1")),
                    1)));

    assertThat(MeshJson.read(MeshJson.write(found), PositionDocument.class)).isEqualTo(found);
  }
}
