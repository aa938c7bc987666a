package io.meshwork.planner;

import io.meshwork.model.RegionName;
import io.meshwork.model.TransportName;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Settings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one broker should hold. Immutable; equal by what it holds. */
public final class DesiredBroker {
  private final RegionName region;
  private final TransportName transport;
  private final Settings settings;
  private final boolean readOnly;
  private final Needs needs;
  private final Rendering rendering;

  // Follow from the rest: made when first asked for, equal whoever makes them.
  private volatile @Nullable BrokerIndex index;
  private volatile @Nullable CauseIndex causeIndex;

  /**
   * Of these parts.
   *
   * @param region where it stands
   * @param transport what speaks to it
   * @param settings checked, defaults filled in; secrets are references
   * @param readOnly observed, never changed
   * @param needs what the mesh needs of it
   * @param rendering the resources that fulfil the needs
   */
  public DesiredBroker(
      RegionName region,
      TransportName transport,
      Settings settings,
      boolean readOnly,
      Needs needs,
      Rendering rendering) {
    this.region = region;
    this.transport = transport;
    this.settings = settings;
    this.readOnly = readOnly;
    this.needs = needs;
    this.rendering = rendering;
  }

  /** Where it stands. */
  public RegionName region() {
    return region;
  }

  /** What speaks to it. */
  public TransportName transport() {
    return transport;
  }

  /** Checked, defaults filled in; secrets are references. */
  public Settings settings() {
    return settings;
  }

  /** Observed, never changed. */
  public boolean readOnly() {
    return readOnly;
  }

  /** What the mesh needs of it. */
  public Needs needs() {
    return needs;
  }

  /** The resources that fulfil the needs. */
  public Rendering rendering() {
    return rendering;
  }

  /** Its resources by what they are for. */
  BrokerIndex index() {
    BrokerIndex made = index;
    if (made == null) {
      made = new BrokerIndex(rendering);
      index = made;
    }
    return made;
  }

  /** Its resources by who asks for them. */
  CauseIndex causeIndex() {
    CauseIndex made = causeIndex;
    if (made == null) {
      made = new CauseIndex(needs, rendering);
      causeIndex = made;
    }
    return made;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof DesiredBroker broker
            && region.equals(broker.region)
            && transport.equals(broker.transport)
            && settings.equals(broker.settings)
            && readOnly == broker.readOnly
            && needs.equals(broker.needs)
            && rendering.equals(broker.rendering));
  }

  @Override
  public int hashCode() {
    return Objects.hash(region, transport, settings, readOnly, needs, rendering);
  }

  @Override
  public String toString() {
    return "DesiredBroker[region=%s, transport=%s, settings=%s, readOnly=%s, needs=%s, rendering=%s]"
        .formatted(region, transport, settings, readOnly, needs, rendering);
  }
}
