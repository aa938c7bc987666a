package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.transport.spi.Reader;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What continuous verification sees of a link: its brokers, and what was ordered of it. */
interface Sight {
  /** Why its brokers are not asked now; {@code null}: they are. */
  @Nullable String away(ManifestLink link);

  /** Looks at what a broker holds; closed by the caller. */
  Reader reader(BrokerName broker);

  /** Knows what was ordered of the link. */
  Verifier verifier(ManifestLink link, Reader source, Reader target, Verifier.Bounds bounds);

  /** Redrives and repairs of the link, newest first. */
  List<StoredRedrive> orders(LinkId link);

  /** Bounds a call to the link's brokers. */
  <T> T within(ManifestLink link, Callable<T> call);
}
