package io.meshwork.deployment.discovery;

import io.meshwork.api.MeshJson;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the newest events of a channel look like. Invariant: no more than {@link
 * Discovery#MAX_EVENTS} events are asked for, and more than a few only where they are small enough
 * that all together stay within {@link Discovery#MAX_BYTES}.
 *
 * @param payloads those that are JSON
 * @param others events whose payload is something else
 */
record Samples(List<JsonText> payloads, int others) {
  private static final int FEW = 3;

  /** Copies the list. */
  Samples {
    payloads = List.copyOf(payloads);
  }

  static final Samples NONE = new Samples(List.of(), 0);

  static Samples of(Reader reader, ChannelAddress channel) {
    List<Received> few = reader.newest(channel, FEW);
    long largest = few.stream().mapToLong(each -> each.event().size()).max().orElse(0);
    boolean more = few.size() == FEW && largest * Discovery.MAX_EVENTS <= Discovery.MAX_BYTES;
    return of(more ? reader.newest(channel, Discovery.MAX_EVENTS) : few);
  }

  private static Samples of(List<Received> events) {
    List<JsonText> payloads = new ArrayList<>();
    int others = 0;
    long left = Discovery.MAX_BYTES;
    for (Received received : events) {
      byte[] payload = received.event().payload();
      if (payload == null || payload.length > left) {
        continue;
      }
      left -= payload.length;
      Optional<JsonText> json = json(payload);
      json.ifPresent(payloads::add);
      others += json.isPresent() ? 0 : 1;
    }
    return new Samples(payloads, others);
  }

  private static Optional<JsonText> json(byte[] payload) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      return text.isBlank() || !MeshJson.tree(text).isContainer()
          ? Optional.empty()
          : Optional.of(new JsonText(text));
    } catch (CharacterCodingException | MeshException e) {
      return Optional.empty();
    }
  }
}
