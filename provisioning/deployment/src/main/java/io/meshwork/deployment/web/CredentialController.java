package io.meshwork.deployment.web;

import io.meshwork.api.CredentialDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.credential.Credentials;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.Credential;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Credentials over REST. */
@RestController
@Tag(name = "credentials")
@RequestMapping("/api/v1/applications/{name}/credentials")
class CredentialController {
  private final Credentials credentials;
  private final CurrentActor current;

  CredentialController(Credentials credentials, CurrentActor current) {
    this.credentials = credentials;
    this.current = current;
  }

  /** Where the credential is for. */
  record CredentialRequest(BrokerName broker) {}

  @Operation(
      operationId = "issueCredential",
      summary = "Makes an application's credential at a broker; shown once")
  @PostMapping
  ResponseEntity<CredentialDocument> issueCredential(
      @PathVariable String name, @RequestBody CredentialRequest request) {
    Credential made =
        credentials.issue(current.require(), new ApplicationName(name), request.broker());
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(new CredentialDocument(request.broker().value(), made.principal(), made.secret()));
  }
}
