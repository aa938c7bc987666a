package io.meshwork.controlplane.catalog;

import io.meshwork.api.Page;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.TeamName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Event types that change hands. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "transfers")
class TransferController {
  private final Transfers transfers;
  private final CurrentActor current;

  TransferController(Transfers transfers, CurrentActor current) {
    this.transfers = transfers;
    this.current = current;
  }

  /** To whom an event type shall go. */
  record TransferRequest(TeamName team) {}

  @Operation(
      operationId = "listTransfers",
      summary = "What waits to go to, or come from, the caller's teams")
  @GetMapping("/transfers")
  Page<TransferView> pending() {
    return new Page<>(transfers.pending(current.require()), null);
  }

  @Operation(
      operationId = "transferEventType",
      summary = "Offers an event type to a team; done at once where the caller owns both")
  @PostMapping("/event-types/{name}:transfer")
  ResponseEntity<TransferView> transfer(
      @PathVariable EventTypeName name, @RequestBody TransferRequest request) {
    TransferView view = transfers.offer(current.require(), name, request.team());
    return ResponseEntity.status(
            view.state() == TransferView.State.PENDING ? HttpStatus.ACCEPTED : HttpStatus.OK)
        .body(view);
  }

  @Operation(operationId = "acceptTransfer", summary = "Takes an event type that is offered")
  @PostMapping("/event-types/{name}:accept-transfer")
  TransferView accept(@PathVariable EventTypeName name) {
    return transfers.accept(current.require(), name);
  }

  @Operation(operationId = "declineTransfer", summary = "Refuses an event type that is offered")
  @PostMapping("/event-types/{name}:decline-transfer")
  TransferView decline(@PathVariable EventTypeName name) {
    return transfers.decline(current.require(), name);
  }

  @Operation(operationId = "withdrawTransfer", summary = "Takes an offer back")
  @PostMapping("/event-types/{name}:withdraw-transfer")
  TransferView withdraw(@PathVariable EventTypeName name) {
    return transfers.withdraw(current.require(), name);
  }
}
