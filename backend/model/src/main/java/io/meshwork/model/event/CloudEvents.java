package io.meshwork.model.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names that CloudEvents 1.0 gives to headers in the binary content mode. */
public final class CloudEvents {
  /** What every attribute's header starts with. */
  public static final String PREFIX = "ce_";

  public static final String ID = "ce_id";
  public static final String SOURCE = "ce_source";
  public static final String TYPE = "ce_type";
  public static final String TIME = "ce_time";
  public static final String SPEC_VERSION = "ce_specversion";
  public static final String SUBJECT = "ce_subject";

  /** The payload's media type; the one attribute whose header has no prefix. */
  public static final String CONTENT_TYPE = "content-type";

  private CloudEvents() {}

  /**
   * The attributes of an event by their CloudEvents names ({@code id}, {@code type}, …, {@code
   * datacontenttype}), in the headers' order; of a repeated header the last wins. Empty for an
   * event without such headers.
   */
  public static Map<String, String> attributes(Event event) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Header header : event.headers()) {
      byte[] value = header.value();
      if (value == null) {
        continue;
      }
      String text = new String(value, StandardCharsets.UTF_8);
      if (header.name().startsWith(PREFIX)) {
        attributes.put(header.name().substring(PREFIX.length()), text);
      } else if (header.name().equalsIgnoreCase(CONTENT_TYPE)) {
        attributes.put("datacontenttype", text);
      }
    }
    return attributes;
  }
}
