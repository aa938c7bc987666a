package io.meshwork.api;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would exist for documents laid over the catalog: every broker's resources and every region's
 * links that they cause. Nobody is asked what there is.
 *
 * @param revision of the catalog that they were laid over
 * @param brokers by name
 * @param links by region and id
 * @param refusals what cannot be, with why
 */
public record RenderDocument(
    long revision, List<Broker> brokers, List<Link> links, List<Refusal> refusals) {
  /** Copies the lists. */
  public RenderDocument {
    brokers = List.copyOf(brokers);
    links = List.copyOf(links);
    refusals = List.copyOf(refusals);
  }

  /**
   * One broker.
   *
   * @param resources dependencies before dependants
   * @param limits of the transport that are broken
   */
  public record Broker(
      String broker,
      String region,
      String transport,
      List<Resource> resources,
      List<String> limits) {
    /** Copies the lists. */
    public Broker {
      resources = List.copyOf(resources);
      limits = List.copyOf(limits);
    }
  }

  /**
   * One resource.
   *
   * @param resource its kind and name in the transport's words
   * @param attributes that Meshwork sets
   * @param causes the catalog's entries that ask for it, as far as the caller named or sees them
   */
  public record Resource(
      String resource, SortedMap<String, String> attributes, List<String> causes) {
    /** Copies. */
    public Resource {
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
      causes = List.copyOf(causes);
    }
  }

  /**
   * One link.
   *
   * @param region whose relays run it
   * @param from broker and address that it reads
   * @param to broker and address that it writes
   * @param filters any of which lets an event pass, as far as the caller sees them; none: all pass
   * @param transform how it projects payloads, as far as the caller sees it; {@code null}: not
   */
  public record Link(
      String region,
      String id,
      String eventType,
      String from,
      String to,
      String delivery,
      boolean filtering,
      List<String> filters,
      List<String> causes,
      @Nullable String transform) {
    /** Copies the lists. */
    public Link {
      filters = List.copyOf(filters);
      causes = List.copyOf(causes);
    }
  }

  /** What cannot be. */
  public record Refusal(String code, String subject, String reason) {}
}
