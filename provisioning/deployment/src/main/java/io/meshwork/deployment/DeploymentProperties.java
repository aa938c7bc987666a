package io.meshwork.deployment;

import io.meshwork.deployment.execution.Patience;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patient this module is.
 *
 * @param driftEvery between two looks for drift
 * @param probeEvery between two probes of each broker
 * @param observeWithin how long a broker may take to tell what it holds
 * @param attempts how often one step is asked for before it fails
 * @param firstPause after the first silence of a broker; doubles from then on
 * @param longestPause between two attempts
 * @param callWithin how long one call of a step may take
 * @param undoWindow how long what a deployment takes away is kept, so that undoing is exact
 * @param contractEvery between two looks at what waits to be taken away
 * @param verifyPerSecond events verified a second in the background, over all links; 0: it is off
 */
@ConfigurationProperties("meshwork.deployment")
public record DeploymentProperties(
    @DefaultValue("60s") Duration driftEvery,
    @DefaultValue("15s") Duration probeEvery,
    @DefaultValue("10s") Duration observeWithin,
    @DefaultValue("10") int attempts,
    @DefaultValue("200ms") Duration firstPause,
    @DefaultValue("20s") Duration longestPause,
    @DefaultValue("60s") Duration callWithin,
    @DefaultValue("24h") Duration undoWindow,
    @DefaultValue("10s") Duration contractEvery,
    @DefaultValue("1000") int verifyPerSecond) {
  /** With one step. */
  public Patience patience() {
    return new Patience(attempts, firstPause, longestPause, callWithin);
  }
}
