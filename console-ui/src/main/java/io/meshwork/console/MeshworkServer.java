package io.meshwork.console;

import io.meshwork.controlplane.ControlPlane;
import io.meshwork.deployment.DeploymentRoom;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/**
 * The control plane in one process: REST API, provisioning and, unless {@code
 * mesh.console.enabled=false}, the console. Configuration only.
 */
@SpringBootApplication
@Import({ControlPlane.class, DeploymentRoom.class})
public class MeshworkServer {
  /** Starts the server; configuration comes from the environment. */
  public static void main(String[] args) {
    SpringApplication.run(MeshworkServer.class, args);
  }
}
