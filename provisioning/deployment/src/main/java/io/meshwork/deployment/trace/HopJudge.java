package io.meshwork.deployment.trace;

import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.State;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.event.Event;
import io.meshwork.planner.DesiredLink;
import io.meshwork.projection.Projected;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an event came over a link, and if not, why. Pure. Invariant: a reason is named only
 * where what was read proves it; where two could be, it says that it cannot decide.
 */
final class HopJudge {
  /** So long a relay may take to run what it was told, and a commit to end. */
  static final Duration TAKEOVER = Duration.ofSeconds(30);

  private final LinkLife life;
  private final Event event;
  private final Instant published;
  private final Track track;

  /**
   * For one link and one event at its source.
   *
   * @param published when the event came to the source
   */
  HopJudge(LinkLife life, Event event, Instant published, Track track) {
    this.life = life;
    this.event = event;
    this.published = published;
    this.track = track;
  }

  Verdict judge(Find find) {
    return switch (find) {
      case Find.There(List<Received> places) -> there(places.size());
      case Find.Unreadable(String why) ->
          life.went() != null && track.reach() != Track.Reach.PAST
              ? gone()
              : Verdict.undecided(
                  "The channel cannot be read: " + why, "Ask again when the broker answers.");
      case Find.Unseen unseen -> track.crossing() == null ? untold(unseen) : crossed(unseen);
    };
  }

  private Verdict there(int times) {
    if (times == 1) {
      return Verdict.found(
          shown().transform() == null
              ? "It lies there once."
              : "It lies there once, projected by the subscription's transform.");
    }
    return new Verdict(
        State.FOUND,
        null,
        "It, or events that cannot be told from it, lie there %d times.".formatted(times),
        List.of(),
        shown().delivery() == DeliveryClass.AT_LEAST_ONCE
            ? null
            : "Class %s writes it once; see whether it was published more often: %s."
                .formatted(word(shown().delivery()), verify(null)));
  }

  private Verdict crossed(Find.Unseen unseen) {
    Crossing crossing = crossing();
    List<DesiredLink> forms = life.between(crossing.at().minus(TAKEOVER), crossing.at());
    Verdict filtered = crossing.filtered() == 0 ? null : filtered(forms, "when it was read");
    if (filtered != null) {
      return filtered;
    }
    if (crossing.refused() > 0) {
      Verdict unreadable = unreadable(forms);
      if (unreadable != null) {
        return unreadable;
      }
      return Verdict.absent(
          Reason.REFUSED,
          "The filter of then lets it pass, and the commit of %s that read it counts %d refused for good: this is one of them."
              .formatted(crossing.at(), crossing.refused()),
          "See the link's page for what is refused, and why.");
    }
    if (unseen.oldest() != null) {
      return retention(unseen.oldest());
    }
    if (forms.stream().anyMatch(form -> form.delivery() == DeliveryClass.AT_MOST_ONCE)) {
      return mayBeLost();
    }
    if (!unseen.whole()) {
      return cut(unseen);
    }
    return Verdict.absent(
        Reason.UNEXPLAINED,
        "The link committed at %s that it read this event, the filter of then lets it pass, and it is not where the commit wrote."
            .formatted(crossing.at()),
        verify(crossing.at()));
  }

  /** {@code null}: filter and transform of then could read it. */
  private @Nullable Verdict unreadable(List<DesiredLink> forms) {
    if (!forms.isEmpty() && LinkFilter.buries(forms.getLast(), event)) {
      return Verdict.absent(
          Reason.REFUSED,
          "The subscription's filter cannot decide on it: the payload is not JSON.",
          "Look for it among the link's dead letters; hand it on from there, or publish it as JSON.");
    }
    return !forms.isEmpty()
            && LinkTransform.of(forms.getLast(), event) instanceof Projected.Unreadable(var reason)
        ? Verdict.absent(
            Reason.REFUSED,
            "The subscription's transform cannot be carried out on it: %s.".formatted(reason),
            "Look for it among the link's dead letters; hand it on when the transform is mended.")
        : null;
  }

  /** No commit is known that took it in. */
  private Verdict untold(Find.Unseen unseen) {
    return switch (track.reach()) {
      case PAST -> past(unseen);
      case UNKNOWN ->
          Verdict.undecided(
              "How far the link has come cannot be read.", "Ask again when the broker answers.");
      case NONE, BEFORE -> {
        if (life.went() != null) {
          yield gone();
        }
        yield startsBehind() && track.reach() == Track.Reach.NONE ? startedLater() : notYet();
      }
    };
  }

  private Verdict gone() {
    return Verdict.absent(
        Reason.NO_LINK,
        "The link went at %s, before it came to this event.".formatted(life.went()),
        "Draw the way of now with mesh route.");
  }

  private Verdict past(Find.Unseen unseen) {
    if (startsBehind() && !track.joined()) {
      return startedLater();
    }
    List<DesiredLink> forms = life.between(published, Instant.MAX);
    Verdict filtered = filtered(forms, "since it was published");
    if (filtered != null) {
      return filtered;
    }
    if (unseen.oldest() != null) {
      return retention(unseen.oldest());
    }
    if (track.moved() != null) {
      return Verdict.absent(
          Reason.MOVED_PAST, "The link's position was moved past it " + track.moved() + ".", null);
    }
    if (forms.stream().anyMatch(form -> form.delivery() == DeliveryClass.AT_MOST_ONCE)) {
      return mayBeLost();
    }
    if (!unseen.whole()) {
      return cut(unseen);
    }
    if (!track.whole() || !track.joined()) {
      return Verdict.undecided(
          "The link is past it, and the commit that took it in was not found among those that were looked at.",
          verify(published));
    }
    return Verdict.absent(
        Reason.UNEXPLAINED,
        "The link is past it, the filter lets it pass, and no commit accounts for it.",
        verify(published));
  }

  /** {@code null}: the filter does not hold it back. */
  private @Nullable Verdict filtered(List<DesiredLink> forms, String when) {
    List<List<String>> unmet = forms.stream().map(form -> LinkFilter.unmet(form, event)).toList();
    long holding = unmet.stream().filter(clauses -> !clauses.isEmpty()).count();
    if (!life.certain()) {
      return Verdict.undecided(
          "What the link's filter was %s is not known: the manifests of then cannot be put together from what deployments kept."
              .formatted(when),
          null);
    }
    if (holding == 0) {
      return null;
    }
    if (holding < forms.size()) {
      return Verdict.undecided(
          "The link's filter changed about then; one form of it lets the event pass, and one holds it back.",
          verify(published));
    }
    return Verdict.heldBack(
        "The filter that the link had %s holds it back.".formatted(when), unmet.getLast());
  }

  private Verdict startedLater() {
    Instant came = life.cameAfter(published);
    return Verdict.absent(
        Reason.STARTED_LATER,
        came != null
            ? "The link came at %s, after this event, and starts with %s."
                .formatted(came, words(shown().startAt()))
            : "The link starts with %s, and this event is older.".formatted(words(startAt())),
        null);
  }

  /** Whether the link begins behind the event. */
  private boolean startsBehind() {
    return switch (startAt()) {
      case StartAt.Earliest _ -> false;
      case StartAt.Latest _ -> life.cameAfter(published) != null;
      case StartAt.Moment(Instant at) -> at.isAfter(published);
    };
  }

  private Verdict notYet() {
    return Verdict.absent(
        Reason.NOT_YET,
        track.reach() == Track.Reach.NONE
            ? "The link has committed nothing of that partition yet."
            : "The link has not come to it yet: %d events lie before it.".formatted(track.ahead()),
        "Look at the link's page for its lag and what it retries.");
  }

  private static Verdict retention(Instant oldest) {
    return Verdict.absent(
        Reason.RETENTION,
        "The channel no longer holds what is so old; it holds events from %s on.".formatted(oldest),
        null);
  }

  private static Verdict mayBeLost() {
    return Verdict.absent(
        Reason.AT_MOST_ONCE,
        "The link is at-most-once: what it was writing when it failed is lost.",
        "Ask for at-least-once or effectively-once where that matters.");
  }

  private static Verdict cut(Find.Unseen unseen) {
    return Verdict.undecided(
        "%d events of the channel were read without finding it, and there are more."
            .formatted(unseen.read()),
        "Ask for a shorter time, with --within.");
  }

  private String verify(@Nullable Instant around) {
    Instant at = around == null ? published : around;
    return "mesh verify '%s' --from %s --to %s"
        .formatted(shown().id(), at.minus(TAKEOVER), at.plus(TAKEOVER));
  }

  private DesiredLink shown() {
    return life.shown(published);
  }

  private StartAt startAt() {
    return shown().startAt();
  }

  private Crossing crossing() {
    return Objects.requireNonNull(track.crossing(), "a crossing");
  }

  private static String words(StartAt start) {
    return switch (start) {
      case StartAt.Earliest _ -> "the earliest";
      case StartAt.Latest _ -> "what is published from then on";
      case StartAt.Moment(Instant at) -> at.toString();
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
