package io.meshwork.relay.engine;

import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.projection.Projected;
import io.meshwork.relay.engine.LetterShelf.Shelved;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One redrive in one slot: looks through the dead-letter channel, then hands letters on with their
 * marks. Letters of one key go in their order, those on the shelf in one transaction, so that no
 * other event of the key comes between them. One thread.
 */
final class RedriveRun implements OrderRun {
  private static final int MOST_AT_ONCE = 200;
  private static final int MOST_OF_KEYS = 1_000;
  private static final long MOST_BYTES = 4L << 20;
  private static final long LOOK_AGAIN = Duration.ofMillis(50).toNanos();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final String GONE =
      "The letter holds no payload, and the source no longer holds the event.";

  private enum Phase {
    MARKING,
    SCANNING,
    WORKING,
    DONE
  }

  private final LetterShelf shelf;
  private final LetterSink sink;
  private final Map<String, String> refusals = new LinkedHashMap<>();
  private final Pauses pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE);
  private final double perNano;
  private Phase phase;
  private double allowance = 1;
  private long allowedAt = System.nanoTime();
  private long lookAt = System.nanoTime();
  private @Nullable String problem;

  RedriveRun(LetterShelf shelf, LetterSink sink) {
    this.shelf = shelf;
    this.sink = sink;
    this.perNano = shelf.order().perSecond() / 1e9 / Math.max(1, shelf.concerned().size());
    boolean keeps = shelf.route().link().deadLetters() != null;
    this.phase = keeps && shelf.isConcerned() ? Phase.MARKING : Phase.DONE;
    tell();
  }

  @Override
  public ManifestRedrive order() {
    return shelf.order();
  }

  @Override
  public Route route() {
    return shelf.route();
  }

  @Override
  public void end() {
    route().figures().redriveEnded(shelf.slot());
  }

  @Override
  public boolean isDue() {
    return switch (phase) {
      case MARKING, SCANNING -> System.nanoTime() - lookAt >= 0;
      case WORKING -> System.nanoTime() - lookAt >= 0 && allowance() >= 1;
      case DONE -> false;
    };
  }

  @Override
  public void step() {
    try {
      switch (phase) {
        case MARKING -> mark();
        case SCANNING -> scan();
        case WORKING -> work(choose());
        case DONE -> {}
      }
    } catch (LetterSink.NotNow e) {
      troubled(String.valueOf(e.getMessage()));
    }
    tell();
  }

  private void mark() {
    UUID id = UUID.randomUUID();
    Collection<SourcePartition> partitions;
    try {
      partitions = shelf.beginScan(id);
    } catch (MeshException e) {
      troubled(e.text());
      return;
    }
    sink.scan(id, partitions);
    phase = Phase.SCANNING;
  }

  private void scan() {
    try {
      if (!shelf.readOn()) {
        lookAt = System.nanoTime() + LOOK_AGAIN;
      }
    } catch (MeshException e) {
      phase = Phase.MARKING;
      troubled(e.text());
      return;
    }
    well();
    if (shelf.isScanned()) {
      goOn();
    }
  }

  private void goOn() {
    if (shelf.left() == 0) {
      phase = Phase.DONE;
    } else {
      phase = shelf.waiting().isEmpty() ? Phase.MARKING : Phase.WORKING;
    }
  }

  /**
   * The keys of these events of which letters are to go. Their letters come first, so that nothing
   * of a key that was not written when its letters were found comes before them.
   */
  @Override
  public Set<ByteBuffer> keysWaiting(Bundle bundle) {
    Set<ByteBuffer> keys = new HashSet<>();
    if (phase == Phase.WORKING
        && route().link().from().channel().equals(bundle.partition().channel())) {
      for (Received each : bundle.events()) {
        byte[] key = each.event().key();
        if (key != null && shelf.holds(key)) {
          keys.add(ByteBuffer.wrap(key));
        }
      }
    }
    return keys;
  }

  /** Hands on all letters of these keys, whatever the rate; later ones wait the longer for it. */
  @Override
  public void handOn(Set<ByteBuffer> keys) {
    List<Shelved> first = shelf.waitingOf(keys);
    while (!first.isEmpty()) {
      try {
        work(first.subList(0, Math.min(first.size(), MOST_OF_KEYS)));
      } catch (LetterSink.NotNow e) {
        troubled(String.valueOf(e.getMessage()));
      }
      tell();
      if (problem != null) {
        throw new Postponed(
            order().link(), FIRST_PAUSE, "Dead letters of a key come first: " + problem);
      }
      first = shelf.waitingOf(keys);
    }
  }

  private void work(List<Shelved> chosen) {
    long bytes = 0;
    Map<Shelved, Event> events = new LinkedHashMap<>();
    Map<Shelved, String> refused = new LinkedHashMap<>();
    try {
      for (Shelved each : chosen) {
        if (bytes > MOST_BYTES) {
          break;
        }
        String known = refusals.get(each.letter().origin().letter());
        Event event = known == null ? shelf.restore(each.letter()) : null;
        Projected outgoing = event == null ? null : shelf.route().projected(event);
        switch (outgoing) {
          case null -> refused.put(each, known == null ? GONE : known);
          case Projected.Unreadable(String reason) -> refused.put(each, reason);
          case Projected.Written(Event written) -> {
            events.put(each, written);
            bytes += written.size();
          }
        }
      }
    } catch (MeshException e) {
      troubled(e.text());
      return;
    }
    LetterSink.Done done = sink.handOn(order().id(), events, refused);
    done.learned().forEach((each, why) -> refusals.put(each.letter().origin().letter(), why));
    shelf.markRedriven(done.redriven());
    shelf.markRefused(done.refused());
    allowance -= done.redriven().size() + done.refused().size();
    well();
    if (shelf.waiting().isEmpty()) {
      goOn();
    }
    Postponed later = done.later();
    if (later != null) {
      throw later;
    }
  }

  /** As many as may go now, and with each what else of its key is to go. */
  private List<Shelved> choose() {
    List<Shelved> all = shelf.waiting();
    int most = (int) Math.min(MOST_AT_ONCE, Math.max(1, allowance()));
    Set<ByteBuffer> keys = new HashSet<>();
    List<Shelved> chosen = new ArrayList<>();
    long bytes = 0;
    int fresh = 0;
    for (Shelved each : all) {
      byte[] key = each.letter().event().key();
      boolean begun = key != null && keys.contains(ByteBuffer.wrap(key));
      boolean fits = fresh < most && (chosen.isEmpty() || bytes < MOST_BYTES);
      if (begun ? chosen.size() < MOST_OF_KEYS : fits) {
        chosen.add(each);
        bytes += each.letter().event().size();
        fresh++;
        if (key != null) {
          keys.add(ByteBuffer.wrap(key));
        }
      }
    }
    return chosen;
  }

  private double allowance() {
    long now = System.nanoTime();
    double most = Math.max(1, perNano * 1e9);
    allowance = Math.min(most, allowance + (now - allowedAt) * perNano);
    allowedAt = now;
    return allowance;
  }

  private void well() {
    problem = null;
    pauses.reset();
  }

  private void troubled(String why) {
    problem = why;
    lookAt = System.nanoTime() + pauses.next().toNanos();
  }

  private void tell() {
    boolean known = phase == Phase.WORKING || phase == Phase.DONE;
    route()
        .figures()
        .redrive(
            shelf.slot(),
            new RedriveReport(
                order().id(),
                order().link(),
                known
                    ? List.of(
                        new RedriveReport.Slot(
                            shelf.slot().number(), shelf.redriven(), shelf.refused(), shelf.left()))
                    : List.of(),
                problem));
  }
}
