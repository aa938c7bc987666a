package io.meshwork.deployment.web;

import io.meshwork.api.DeadLetterDocument;
import io.meshwork.api.DeadLetterPage;
import io.meshwork.api.Page;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RedriveRequest;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.deadletter.DeadLetters;
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

/** Dead letters and their redrive, over REST. */
@RestController
@Tag(name = "monitoring")
@RequestMapping("/api/v1/links/{id}")
class DeadLetterController {
  private final DeadLetters letters;
  private final CurrentActor current;

  DeadLetterController(DeadLetters letters, CurrentActor current) {
    this.letters = letters;
    this.current = current;
  }

  /** Newest first; {@code next} of the answer is the {@code before} to go on with. */
  @Operation(
      operationId = "listDeadLetters",
      summary = "Events that a link's target refused for good")
  @GetMapping("/dead-letters")
  DeadLetterPage listDeadLetters(
      @PathVariable String id,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable Instant before,
      @RequestParam(defaultValue = "false") boolean all) {
    return letters.list(current.require(), new LinkId(id), limit, before, all);
  }

  @Operation(operationId = "readDeadLetter", summary = "One of them, with its event")
  @GetMapping("/dead-letters/{letter}")
  DeadLetterDocument readDeadLetter(@PathVariable String id, @PathVariable String letter) {
    return letters.letter(current.require(), new LinkId(id), letter);
  }

  @Operation(operationId = "listRedrives", summary = "A link's redrives, newest first")
  @GetMapping("/redrives")
  Page<RedriveDocument> listRedrives(@PathVariable String id) {
    return new Page<>(letters.redrives(current.require(), new LinkId(id)), null);
  }

  /** Relays do it; follow it among the link's redrives. */
  @Operation(
      operationId = "redriveDeadLetters",
      summary = "Hands dead letters to the link's target again: some, or all that wait")
  @PostMapping("/dead-letters:redrive")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RedriveDocument redriveDeadLetters(@PathVariable String id, @RequestBody RedriveRequest request) {
    return letters.redrive(current.require(), new LinkId(id), request);
  }

  @Operation(operationId = "stopRedrive", summary = "Stops the redrive that runs")
  @PostMapping("/dead-letters:stop")
  RedriveDocument stopRedrive(@PathVariable String id) {
    return letters.stop(current.require(), new LinkId(id));
  }

  @Operation(operationId = "resumeRedrive", summary = "Goes on with the redrive that was stopped")
  @PostMapping("/dead-letters:resume")
  RedriveDocument resumeRedrive(@PathVariable String id) {
    return letters.resume(current.require(), new LinkId(id));
  }
}
