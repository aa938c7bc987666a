package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.LocatedTree;
import io.meshwork.api.MeshJson;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import io.meshwork.model.TransportName;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.Spec;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.Transports;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** How a command reaches an application's own broker: as that application's principal. */
final class BrokerClient {
  @Option(
      names = "--credential",
      paramLabel = "env:NAME|file:PATH",
      description = "Where the principal's secret lies; by default where mesh credential put it.")
  private @Nullable String credential;

  /** A broker as one principal sees it. */
  record Reached(Transport transport, BrokerAccess access) {}

  Reached reach(ControlPlaneClient client, ApplicationName application, BrokerName broker) {
    ApplicationSpec holder = (ApplicationSpec) spec(client, Kind.APPLICATION, application.value());
    String principal = holder.principals().get(broker);
    if (principal == null) {
      throw new MeshException(
          ApiError.REQUEST_REFUSED,
          "Application '%s' has no principal on broker '%s'; add it to the application's document."
              .formatted(application, broker));
    }
    BrokerSpec place = (BrokerSpec) spec(client, Kind.BROKER, broker.value());
    TransportName kind = place.transport();
    Transport transport = Transports.installed().get(kind);
    String secret = credential != null ? credential : "file:" + kept(broker.value(), principal);
    Settings own =
        transport.forPrincipal(
            Settings.check(transport.settings(), place.settings()), principal, secret);
    return new Reached(
        transport,
        new BrokerAccess(broker, own, new InstallationId(new UUID(0, 0)), Secrets.ofThisProcess()));
  }

  /** Where a principal's secret is kept: below MESH_CREDENTIALS, else below the home folder. */
  static Path kept(String broker, String principal) {
    String folder = System.getenv("MESH_CREDENTIALS");
    return (folder == null
            ? Path.of(System.getProperty("user.home"), ".meshwork")
            : Path.of(folder))
        .resolve(broker)
        .resolve(principal);
  }

  static Spec spec(ControlPlaneClient client, Kind kind, String name) {
    JsonNode document = MeshJson.tree(client.get("/api/v1/" + kind.path() + "/" + name).body());
    return Documents.resource(new LocatedTree(document, Map.of())).spec();
  }
}
