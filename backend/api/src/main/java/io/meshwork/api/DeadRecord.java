package io.meshwork.api;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a dead-letter channel: letters, and marks that say what became of them. Each is an
 * event whose last headers, from {@value #KIND} on, say what it is; what stands before them is the
 * refused event's own. A publisher cannot forge them: only relays write to the channel.
 *
 * <p>Invariant: a mark lies in the partition of its letter, and after it. What lies there is dated
 * by the relay's clock, so that an old event is not gone as soon as it is refused.
 */
public sealed interface DeadRecord {
  /** Says that the headers from here on are ours, and what this is. */
  String KIND = "ce_meshkind";

  String LINK = "ce_meshlink";
  String CHANNEL = "ce_meshchannel";
  String PARTITION = "ce_meshpartition";
  String POSITION = "ce_meshposition";
  String REASON = "ce_meshreason";
  String ATTEMPTS = "ce_meshattempts";
  String FIRST = "ce_meshfirst";
  String LAST = "ce_meshlast";
  String KEPT = "ce_meshkept";
  String TIME = "ce_meshtime";
  String REDRIVE = "ce_meshredrive";
  String SCAN = "ce_meshscan";

  /** The most characters of a reason. */
  int MAX_REASON = 500;

  /** How much of a refused event its letter holds. */
  enum Kept {
    /** All of it. */
    WHOLE,
    /** Its key and headers; the payload is too large. */
    HEADERS,
    /** Its key; even the headers are too large. */
    KEY
  }

  /** As it is written. */
  Event toEvent();

  /**
   * Where the refused event lay; with its link this is the letter's identity.
   *
   * @param position that reads it first
   */
  record Origin(LinkId link, ChannelAddress channel, int partition, String position) {
    /** The letter's name among those of its link. */
    public String letter() {
      return partition + "." + position;
    }
  }

  /**
   * An event that was refused for good.
   *
   * @param reason in words
   * @param attempts how often it was refused
   * @param first when it was refused for the first time
   * @param last when for the last
   * @param event itself, as far as it was kept
   */
  record Letter(
      Origin origin,
      String reason,
      int attempts,
      Instant first,
      Instant last,
      Kept kept,
      Event event)
      implements DeadRecord {
    /** Shortens the reason. */
    public Letter {
      reason = cut(reason);
    }

    @Override
    public Event toEvent() {
      List<Header> headers = new ArrayList<>(kept == Kept.KEY ? List.of() : event.headers());
      start(headers, "letter", origin);
      headers.add(header(REASON, reason));
      headers.add(header(ATTEMPTS, Integer.toString(attempts)));
      headers.add(header(FIRST, first.toString()));
      headers.add(header(LAST, last.toString()));
      headers.add(header(KEPT, kept.name().toLowerCase(Locale.ROOT)));
      headers.add(header(TIME, Long.toString(event.timestamp())));
      return new Event(
          event.key(), kept == Kept.WHOLE ? event.payload() : null, headers, last.toEpochMilli());
    }
  }

  /** The letter's event was handed to the target. */
  record Redriven(Origin origin, UUID redrive, Instant at) implements DeadRecord {
    @Override
    public Event toEvent() {
      List<Header> headers = new ArrayList<>();
      start(headers, "redriven", origin);
      headers.add(header(REDRIVE, redrive.toString()));
      return new Event(null, null, headers, at.toEpochMilli());
    }
  }

  /** The letter's event was refused again. */
  record RefusedAgain(Origin origin, UUID redrive, String reason, int attempts, Instant at)
      implements DeadRecord {
    /** Shortens the reason. */
    public RefusedAgain {
      reason = cut(reason);
    }

    @Override
    public Event toEvent() {
      List<Header> headers = new ArrayList<>();
      start(headers, "refused", origin);
      headers.add(header(REDRIVE, redrive.toString()));
      headers.add(header(REASON, reason));
      headers.add(header(ATTEMPTS, Integer.toString(attempts)));
      return new Event(null, null, headers, at.toEpochMilli());
    }
  }

  /** Written by who is about to look: once it is seen, everything before it has been seen. */
  record Scan(UUID id, Instant at) implements DeadRecord {
    @Override
    public Event toEvent() {
      return new Event(
          null,
          null,
          List.of(header(KIND, "scan"), header(SCAN, id.toString())),
          at.toEpochMilli());
    }
  }

  /** What an event of a dead-letter channel is, {@code null}: nothing that Meshwork wrote. */
  static @Nullable DeadRecord of(Event event) {
    String kind = event.header(KIND);
    if (kind == null) {
      return null;
    }
    Instant at = Instant.ofEpochMilli(event.timestamp());
    try {
      return switch (kind) {
        case "letter" -> letter(event);
        case "redriven" -> new Redriven(origin(event), UUID.fromString(text(event, REDRIVE)), at);
        case "refused" ->
            new RefusedAgain(
                origin(event),
                UUID.fromString(text(event, REDRIVE)),
                text(event, REASON),
                Integer.parseInt(text(event, ATTEMPTS)),
                at);
        case "scan" -> new Scan(UUID.fromString(text(event, SCAN)), at);
        default -> null;
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  private static Letter letter(Event event) {
    int ours = 0;
    for (int i = 0; i < event.headers().size(); i++) {
      if (event.headers().get(i).name().equals(KIND)) {
        ours = i;
      }
    }
    return new Letter(
        origin(event),
        text(event, REASON),
        Integer.parseInt(text(event, ATTEMPTS)),
        Instant.parse(text(event, FIRST)),
        Instant.parse(text(event, LAST)),
        Kept.valueOf(text(event, KEPT).toUpperCase(Locale.ROOT)),
        new Event(
            event.key(),
            event.payload(),
            event.headers().subList(0, ours),
            Long.parseLong(text(event, TIME))));
  }

  private static Origin origin(Event event) {
    return new Origin(
        new LinkId(text(event, LINK)),
        new ChannelAddress(text(event, CHANNEL)),
        Integer.parseInt(text(event, PARTITION)),
        text(event, POSITION));
  }

  private static void start(List<Header> headers, String kind, Origin origin) {
    headers.add(header(KIND, kind));
    headers.add(header(LINK, origin.link().value()));
    headers.add(header(CHANNEL, origin.channel().value()));
    headers.add(header(PARTITION, Integer.toString(origin.partition())));
    headers.add(header(POSITION, origin.position()));
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Event event, String name) {
    String text = event.header(name);
    if (text == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return text;
  }

  private static String cut(String reason) {
    return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON - 1) + "…" : reason;
  }
}
