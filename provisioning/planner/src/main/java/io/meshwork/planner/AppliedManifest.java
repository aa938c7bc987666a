package io.meshwork.planner;

import io.meshwork.model.LinkId;
import java.util.SortedMap;
import java.util.TreeMap;

/** The links that one region's relays were last told to run. */
public record AppliedManifest(SortedMap<LinkId, DesiredLink> links) {
  /** No links. */
  public static final AppliedManifest NONE = new AppliedManifest(new TreeMap<>());

  /** Copies. */
  public AppliedManifest {
    links = Sorted.copy(links);
  }
}
