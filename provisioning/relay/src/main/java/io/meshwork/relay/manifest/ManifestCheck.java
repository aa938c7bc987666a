package io.meshwork.relay.manifest;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestBroker;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.MeshJson;
import io.meshwork.model.BrokerName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.projection.Projection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads a manifest, whole or not at all: what a relay does not understand, or cannot run, is
 * refused with {@link RelayError#MANIFEST_REFUSED}. Format and abilities are looked at first, so
 * that a manifest of a later version is called that rather than malformed.
 */
public final class ManifestCheck {
  /** What this relay can do beyond the format; a manifest may require nothing else. */
  private static final Set<String> ABILITIES =
      Set.of(
          ManifestLink.MOVES,
          ManifestLink.BACKFILLS,
          ManifestLink.RATES,
          ManifestLink.TRANSFORMS,
          ManifestRedrive.REPAIRS);

  private final RegionName region;

  /** For the relays of this region. */
  public ManifestCheck(RegionName region) {
    this.region = region;
  }

  /** The manifest, fit to run. */
  public Manifest read(String json) {
    try {
      understand(MeshJson.tree(json));
      Manifest manifest = MeshJson.read(json, Manifest.class);
      check(manifest);
      return manifest;
    } catch (MeshException e) {
      if (e.code() == RelayError.MANIFEST_REFUSED) {
        throw e;
      }
      throw new MeshException(
          RelayError.MANIFEST_REFUSED, "The manifest cannot be run: " + e.text(), e);
    }
  }

  private static void understand(JsonNode tree) {
    JsonNode format = tree.path("format");
    if (!format.isInt() || format.asInt() != Manifest.FORMAT) {
      throw refused(
          "The manifest has format %s; this relay knows %d. Update the relay."
              .formatted(format.isMissingNode() ? "none" : format, Manifest.FORMAT));
    }
    for (JsonNode required : tree.path("requires")) {
      if (!required.isString() || !ABILITIES.contains(required.asString())) {
        throw refused(
            "The manifest requires %s, which this relay cannot do. Update the relay."
                .formatted(required));
      }
    }
  }

  private void check(Manifest manifest) {
    if (!manifest.region().equals(region)) {
      throw refused(
          "The manifest is of region '%s'; this relay runs in '%s'. Check MESHWORK_REGION."
              .formatted(manifest.region(), region));
    }
    Set<BrokerName> brokers =
        manifest.brokers().stream().map(ManifestBroker::name).collect(Collectors.toSet());
    Set<LinkId> ids = new HashSet<>();
    Map<List<Object>, Integer> slots = new HashMap<>();
    for (ManifestLink link : manifest.links()) {
      if (!ids.add(link.id())) {
        throw refused("The manifest names link '%s' twice.".formatted(link.id()));
      }
      for (ManifestLink.End end : List.of(link.from(), link.to())) {
        if (!brokers.contains(end.broker())) {
          throw refused(
              "Link '%s' joins broker '%s', which the manifest does not describe."
                  .formatted(link.id(), end.broker()));
        }
      }
      List<Object> group = List.of(link.from().broker(), link.to().broker(), link.delivery());
      Integer known = slots.putIfAbsent(group, link.slots());
      if (link.slots() < 1 || (known != null && known != link.slots())) {
        throw refused(
            "Link '%s' has %d slots, others of its brokers and class have %s."
                .formatted(link.id(), link.slots(), known));
      }
      checkFilters(link);
      checkTransform(link);
    }
  }

  private static void checkFilters(ManifestLink link) {
    for (JsonText filter : link.filters()) {
      try {
        EventPatterns.parse(filter.value());
      } catch (MeshException e) {
        throw new MeshException(
            RelayError.MANIFEST_REFUSED,
            "A filter of link '%s' is not an event pattern: %s".formatted(link.id(), e.text()),
            e);
      }
    }
  }

  private static void checkTransform(ManifestLink link) {
    JsonText transform = link.transform();
    try {
      if (transform != null) {
        Projection.parse(transform.value());
      }
    } catch (MeshException e) {
      throw new MeshException(
          RelayError.MANIFEST_REFUSED,
          "The transform of link '%s' cannot be carried out: %s".formatted(link.id(), e.text()),
          e);
    }
  }

  private static MeshException refused(String message) {
    return new MeshException(RelayError.MANIFEST_REFUSED, message);
  }
}
