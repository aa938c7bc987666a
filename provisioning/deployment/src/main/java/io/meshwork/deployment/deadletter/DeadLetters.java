package io.meshwork.deployment.deadletter;

import io.meshwork.api.DeadLetterDocument;
import io.meshwork.api.DeadLetterPage;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RedriveRequest;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.LinkId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of links: read where they lie, handed on by relays. Who sees a link sees counts
 * and reasons; events themselves are for the owner of their type and for whom it was granted to.
 * Who may apply plans for the link's team may redrive; each act is in the audit. Thread safe.
 *
 * <p>Errors: {@link io.meshwork.controlplane.access.AccessError}; {@link
 * io.meshwork.transport.spi.TransportError#THROTTLED} when too many look at once, {@link
 * io.meshwork.transport.spi.TransportError#BROKER_UNREACHABLE} and what else a call to a broker
 * throws.
 */
public interface DeadLetters {
  /** The most letters of one page. */
  int MAX_LETTERS = 500;

  /** The most letters that one redrive names. */
  int MAX_NAMED = 1_000;

  /** The letters a second of a redrive that says nothing. */
  int USUAL_RATE = 100;

  /** The most letters a second of a redrive. */
  int MAX_RATE = 100_000;

  /**
   * Letters of a link, newest first; those refused at one moment are not parted, so that it may be
   * a few more than {@code limit}.
   *
   * @param before only those refused before then, {@code null}: from the newest on
   * @param all also those that were handed on
   */
  DeadLetterPage list(Actor actor, LinkId link, int limit, @Nullable Instant before, boolean all);

  /** One letter, with its event for who may see it. */
  DeadLetterDocument letter(Actor actor, LinkId link, String id);

  /** Whether the actor may redrive the link's letters. */
  boolean mayRedrive(Actor actor, LinkId link);

  /** The link's redrives, newest first, at most 20. */
  List<RedriveDocument> redrives(Actor actor, LinkId link);

  /**
   * Begins to hand on what is there now. {@link
   * io.meshwork.deployment.DeploymentError#REDRIVE_RUNS}: another runs; {@link
   * io.meshwork.deployment.DeploymentError#NO_DEAD_LETTERS}: the link keeps none. One that was
   * stopped is replaced.
   */
  RedriveDocument redrive(Actor actor, LinkId link, RedriveRequest request);

  /** Stops the redrive that runs; what is handed on stays so. */
  RedriveDocument stop(Actor actor, LinkId link);

  /** Goes on with the redrive that was stopped, where it was. */
  RedriveDocument resume(Actor actor, LinkId link);
}
