package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkDocument;
import io.meshwork.model.LinkId;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What provisioning tells of links, where a server has it. */
@Component
record Provisioned(
    ObjectProvider<LinkDirectory> directories, ObjectProvider<VerifiedLinks> verifications) {
  @Nullable LinkDirectory directory() {
    return directories.getIfAvailable();
  }

  Map<LinkId, LinkDocument.Verified> verified(Collection<LinkId> links) {
    VerifiedLinks known = verifications.getIfAvailable();
    return known == null || links.isEmpty() ? Map.of() : known.verified(links);
  }
}
