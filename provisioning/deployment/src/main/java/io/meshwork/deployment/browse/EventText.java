package io.meshwork.deployment.browse;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.MeshJson;
import io.meshwork.deployment.browse.BrowsedEvent.Encoding;
import io.meshwork.deployment.browse.BrowsedEvent.HeaderText;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes events for people. */
public final class EventText {
  /** What UTF-8 may leave open at a cut: a character has at most four bytes. */
  private static final int OPEN = 3;

  private EventText() {}

  static BrowsedEvent of(String broker, Received received) {
    return of(broker, received.partition(), received.before().value(), received.event());
  }

  /** The event of a dead letter, where it came from. */
  public static BrowsedEvent of(String broker, DeadRecord.Letter letter) {
    DeadRecord.Origin origin = letter.origin();
    return of(
        broker,
        new SourcePartition(origin.channel(), origin.partition()),
        origin.position(),
        letter.event());
  }

  private static BrowsedEvent of(
      String broker, SourcePartition partition, String position, Event event) {
    byte[] payload = event.payload();
    Encoding encoding = payload == null ? Encoding.TEXT : encoding(payload);
    return new BrowsedEvent(
        broker,
        partition.channel().value(),
        partition.number(),
        position,
        Instant.ofEpochMilli(event.timestamp()),
        plain(event.key()),
        event.headers().stream()
            .map(header -> new HeaderText(header.name(), plain(header.value())))
            .toList(),
        encoding,
        payload == null ? null : shown(payload, encoding),
        payload == null ? 0 : payload.length);
  }

  private static Encoding encoding(byte[] payload) {
    Optional<String> text = utf8(payload);
    if (text.isEmpty()) {
      return Encoding.HEX;
    }
    return isJson(text.get()) ? Encoding.JSON : Encoding.TEXT;
  }

  private static boolean isJson(String text) {
    try {
      return !text.isBlank() && !MeshJson.tree(text).isMissingNode();
    } catch (MeshException e) {
      return false;
    }
  }

  private static String shown(byte[] payload, Encoding encoding) {
    boolean cut = payload.length > Browse.MAX_PAYLOAD;
    return switch (encoding) {
      case HEX ->
          HexFormat.of().formatHex(cut ? Arrays.copyOf(payload, Browse.MAX_PAYLOAD / 2) : payload);
      case JSON, TEXT -> cut ? cut(payload) : new String(payload, StandardCharsets.UTF_8);
    };
  }

  private static String cut(byte[] payload) {
    for (int open = 0; open <= OPEN; open++) {
      Optional<String> text = utf8(Arrays.copyOf(payload, Browse.MAX_PAYLOAD - open));
      if (text.isPresent()) {
        return text.get();
      }
    }
    return "";
  }

  private static @Nullable String plain(byte @Nullable [] bytes) {
    return bytes == null ? null : utf8(bytes).orElseGet(() -> HexFormat.of().formatHex(bytes));
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
