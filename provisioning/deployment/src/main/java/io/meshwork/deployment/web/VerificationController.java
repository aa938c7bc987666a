package io.meshwork.deployment.web;

import io.meshwork.api.DismissRequest;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RepairRequest;
import io.meshwork.api.StandingDocument;
import io.meshwork.api.VerificationDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.verify.Repairs;
import io.meshwork.deployment.verify.Standings;
import io.meshwork.deployment.verify.Verification;
import io.meshwork.model.LinkId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Whether links carried what they read, over REST. */
@RestController
@Tag(name = "monitoring")
@RequestMapping("/api/v1/links")
class VerificationController {
  private final Verification verification;
  private final Repairs repairs;
  private final Standings standings;
  private final CurrentActor current;

  VerificationController(
      Verification verification, Repairs repairs, Standings standings, CurrentActor current) {
    this.verification = verification;
    this.repairs = repairs;
    this.standings = standings;
    this.current = current;
  }

  /** Compares now; {@code next} of the answer is the {@code from} to go on with. */
  @Operation(
      operationId = "verifyLink",
      summary = "Whether a link's target holds what the link read, over what both ends retain")
  @GetMapping("/{id}/verification")
  VerificationDocument verifyLink(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to) {
    return verification.verify(current.require(), new LinkId(id), from, to);
  }

  /** Relays do it; follow it among the link's redrives, where it is stopped and resumed too. */
  @Operation(
      operationId = "repairLink",
      summary = "Pulls ranges of the source again that the target lacks")
  @PostMapping("/{id}/verification:repair")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RedriveDocument repairLink(@PathVariable String id, @RequestBody RepairRequest request) {
    return repairs.repair(current.require(), new LinkId(id), request);
  }

  /** Asks no broker. */
  @Operation(
      operationId = "linkStanding",
      summary = "How far continuous verification of a link is, and what it found")
  @GetMapping("/{id}/verification/standing")
  StandingDocument linkStanding(@PathVariable String id) {
    return standings.of(current.require(), new LinkId(id));
  }

  /** They are kept as dismissed, with who said why. */
  @Operation(
      operationId = "dismissFindings",
      summary = "Says why findings of continuous verification may stay")
  @PostMapping("/{id}/verification/findings:dismiss")
  StandingDocument dismissFindings(@PathVariable String id, @RequestBody DismissRequest request) {
    return standings.dismiss(current.require(), new LinkId(id), request);
  }
}
