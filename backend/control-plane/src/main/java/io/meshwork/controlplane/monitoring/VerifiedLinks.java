package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkDocument;
import io.meshwork.model.LinkId;
import java.util.Collection;
import java.util.Map;

/** How far links are verified; implemented by who verifies them. Asks no broker. */
public interface VerifiedLinks {
  /** Of these links, those that were looked at. */
  Map<LinkId, LinkDocument.Verified> verified(Collection<LinkId> links);
}
