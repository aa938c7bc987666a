package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.PositionMove;
import io.meshwork.api.RedriveDocument.State;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Range;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SourcePartition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people ordered that explains a difference of a link: position moves and repairs. */
interface Explanations {
  /** Nothing was ordered. */
  Explanations NONE = (difference, source) -> null;

  /**
   * Why.
   *
   * @param repaired whether the stretch was pulled again
   */
  record Why(String text, boolean repaired) {}

  /** {@code null}: nothing explains it. */
  @Nullable Why of(Difference difference, @Nullable Range source);

  /** By these orders, of which nothing is known but what was asked for. */
  static Explanations of(List<MoveStore.Entry> moves, List<StoredRedrive> orders, Reader source) {
    return (difference, range) -> {
      if (range == null) {
        return null;
      }
      Stretch stretch = new Stretch(range, source);
      return switch (difference) {
        case HOLE -> {
          Why repaired = stretch.repaired(orders);
          yield repaired == null ? stretch.skipped(moves) : repaired;
        }
        case MISSING -> stretch.repaired(orders);
        case OVERLAP -> stretch.repeated(moves);
        case DUPLICATED, FOREIGN, DIFFERENT -> null;
      };
    };
  }

  /** A stretch of a source. */
  record Stretch(Range range, Reader source) {
    private @Nullable Why repaired(List<StoredRedrive> orders) {
      for (StoredRedrive order : orders) {
        boolean covers =
            order.state() == State.DONE && order.order().ranges().stream().anyMatch(this::isIn);
        if (covers) {
          return new Why(
              "It was repaired at %s by %s.".formatted(order.endedAt(), order.startedBy()), true);
        }
      }
      return null;
    }

    private boolean isIn(ManifestRedrive.Range pulled) {
      return pulled.partition() == range.partition()
          && !isBefore(range.from(), pulled.from())
          && !isBefore(pulled.to(), range.to());
    }

    /** A move leads just to where the stretch ends. */
    private @Nullable Why skipped(List<MoveStore.Entry> moves) {
      return moves.stream()
          .filter(entry -> place(entry).filter(to -> isSame(to, range.to())).isPresent())
          .findFirst()
          .map(entry -> why("It was skipped", entry))
          .orElse(null);
    }

    /** A move leads to where the stretch begins, or before that. */
    private @Nullable Why repeated(List<MoveStore.Entry> moves) {
      return moves.stream()
          .filter(entry -> place(entry).filter(to -> !isBefore(range.from(), to)).isPresent())
          .findFirst()
          .map(entry -> why("It was read again", entry))
          .orElse(null);
    }

    private Optional<String> place(MoveStore.Entry entry) {
      return entry.move().places().stream()
          .filter(each -> each.partition() == range.partition())
          .map(PositionMove.Place::position)
          .findFirst();
    }

    private static Why why(String what, MoveStore.Entry entry) {
      return new Why(
          "%s by %s %d of %s by %s: %s"
              .formatted(
                  what,
                  entry.move().leavesOut() ? "backfill" : "position move",
                  entry.move().number(),
                  entry.at(),
                  entry.by(),
                  entry.reason()),
          false);
    }

    private boolean isSame(String one, String other) {
      return !isBefore(one, other) && !isBefore(other, one);
    }

    private boolean isBefore(String position, String later) {
      SourcePartition partition =
          new SourcePartition(new ChannelAddress(range.channel()), range.partition());
      return source.distance(partition, new Position(position), new Position(later)) > 0;
    }
  }
}
