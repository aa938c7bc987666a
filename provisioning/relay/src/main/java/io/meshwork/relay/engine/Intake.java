package io.meshwork.relay.engine;

import io.meshwork.api.ManifestLink;
import io.meshwork.model.event.Event;
import io.meshwork.projection.Projected;
import io.meshwork.projection.Projection;
import io.meshwork.projection.Reading;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Passing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import java.util.List;

/** What a lane does with each bundle that it has read, for each of its links. One thread. */
final class Intake {
  private final Passage passage;
  private final Holding holding;
  private final SourceLook look;
  private final Runnable commit;

  /**
   * Into a passage.
   *
   * @param commit ends the open transaction, which has no more room
   */
  Intake(Passage passage, Holding holding, SourceLook look, Runnable commit) {
    this.passage = passage;
    this.holding = holding;
    this.look = look;
    this.commit = commit;
  }

  /**
   * Hands the bundle on whole to who wants all of it and can take it so, and event by event to the
   * others. A link whose filter lets everything pass is handed what was stored as well.
   */
  void take(Track track, Bundle bundle) {
    List<Cursor> cursors = track.active();
    boolean filtering = cursors.stream().anyMatch(cursor -> !cursor.route().filter().isAll());
    BundleView view = new BundleView(track.fan(), bundle, filtering);
    cursors.forEach(cursor -> take(track, cursor, bundle, view));
    track.read(bundle.after());
    track.readEventOf(bundle.newest());
  }

  private void take(Track track, Cursor cursor, Bundle bundle, BundleView view) {
    Route route = cursor.route();
    cursor.answers().committed(track.partition(), cursor.committed(), look);
    boolean joined = hasJoined(track, cursor, bundle.before());
    if (joined && view.takesNone(route)) {
      cursor.heldBackAll(bundle.count());
      cursor.reach(bundle.after());
      route.figures().passing(Passing.REENCODED, bundle.count());
      return;
    }
    Passing passing =
        joined && view.takesAll(route) ? passage.passing(cursor, bundle) : Passing.REENCODED;
    if (passing == Passing.REENCODED) {
      takeOneByOne(track, cursor, bundle.events(), view);
      route.figures().passing(Passing.REENCODED, cursor.countDecoded());
    } else if (holding.admits(track, cursor, bundle.count(), bundle.bytes())) {
      admit(cursor, bundle.bytes(), bundle.count());
      passage.forward(cursor, bundle);
      cursor.reach(bundle.after());
      route.figures().passing(passing, bundle.count());
    }
  }

  private void takeOneByOne(Track track, Cursor cursor, List<Received> events, BundleView view) {
    for (int i = 0; i < events.size(); i++) {
      Received received = events.get(i);
      if (!hasJoined(track, cursor, received.before())) {
        continue;
      }
      boolean buries = view.buries(cursor.route(), i);
      if (!buries && !view.takes(cursor.route(), i)) {
        cursor.heldBack(view.isUnreadable(i));
      } else if (hasPassed(cursor, received)) {
        cursor.heldBack(false);
      } else if (buries) {
        bury(cursor, received, ManifestLink.UNREADABLE);
      } else if (!pass(track, cursor, received, i, view)) {
        return;
      }
      cursor.decoded(received.after());
    }
  }

  /** Whether a backfill comes again to what an earlier filter let pass. */
  private boolean hasPassed(Cursor cursor, Received received) {
    return cursor
        .readings()
        .hasPassed(received.event(), received.before(), cursor.committed(), look);
  }

  /** Whether reading has come to where the link stands. */
  boolean hasJoined(Track track, Cursor cursor, Position now) {
    if (!cursor.isJoined()
        && !cursor.isHeld()
        && !look.isBefore(track.partition(), now, cursor.reached())) {
      cursor.joined(true);
    }
    return cursor.isJoined();
  }

  /** False: the link's rate is used up, and it stands before the event. */
  private boolean pass(Track track, Cursor cursor, Received received, int number, BundleView view) {
    Projection projection = cursor.route().projection();
    Reading reading = projection == null ? null : view.reading(number, received.event());
    if (projection == null || reading == null) {
      return pass(track, cursor, received, received);
    }
    return switch (reading.by(projection)) {
      case Projected.Written(Event event) ->
          pass(
              track,
              cursor,
              received,
              new Received(received.partition(), received.before(), received.after(), event));
      case Projected.Unreadable(String reason) -> {
        bury(cursor, received, reason);
        yield true;
      }
    };
  }

  /** As it was read, for its letter, and as it is to be written. */
  private boolean pass(Track track, Cursor cursor, Received received, Received outgoing) {
    if (isDone(cursor, received, outgoing)) {
      return true;
    }
    Refusal refusal = cursor.answers().refusalAt(received.before());
    String fault = refusal == null ? passage.fault(outgoing.event()) : null;
    if (fault != null) {
      refusal = passage.refuse(cursor, received, fault);
    }
    if (refusal != null) {
      bury(cursor, received, refusal);
      return true;
    }
    long size = outgoing.event().size();
    if (!holding.admits(track, cursor, 1, size)) {
      return false;
    }
    if (cursor.answers().isPutOff(received.before()) && cursor.isUrgent()) {
      commit.run();
    }
    admit(cursor, size, 1);
    passage.write(cursor, outgoing, size);
    return true;
  }

  private void bury(Cursor cursor, Received received, String reason) {
    Refusal known = cursor.answers().refusalAt(received.before());
    bury(cursor, received, known == null ? passage.refuse(cursor, received, reason) : known);
  }

  /** Whether it, or its letter, was written before, in a round that was not committed. */
  private boolean isDone(Cursor cursor, Received received, Received outgoing) {
    Answers.Done done = cursor.answers().of(received);
    if (done == null) {
      return false;
    }
    admit(cursor, 0, 1);
    passage.count(cursor, outgoing.event(), done);
    if (done.letter()) {
      cursor.refused();
    }
    return true;
  }

  /** Leaves an event out: its letter, where the link keeps any, is of the same transaction. */
  private void bury(Cursor cursor, Received received, Refusal refusal) {
    if (isDone(cursor, received, received)) {
      return;
    }
    Event letter = passage.letter(cursor, received, refusal);
    if (letter != null) {
      admit(cursor, letter.size(), 1);
      passage.bury(cursor, received, refusal, letter);
    }
    cursor.refused();
  }

  private void admit(Cursor cursor, long size, int events) {
    if (!passage.admit(cursor.route(), size, events)) {
      commit.run();
      passage.admit(cursor.route(), size, events);
    }
  }
}
