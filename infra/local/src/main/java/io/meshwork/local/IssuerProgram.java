package io.meshwork.local;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The development world's OIDC issuer as a process: {@code PORT WORLD-DIRECTORY CONSOLE-PORT}.
 *
 * <p>People and client secret come from the world's directory; the signing key is made there on the
 * first start and kept. It is a toy for one machine: it refuses to listen beyond loopback.
 */
public final class IssuerProgram {
  private IssuerProgram() {}

  /** Runs the issuer until SIGTERM. */
  public static void main(String[] arguments) {
    if (arguments.length < 3) {
      System.err.println("usage: IssuerProgram PORT WORLD-DIRECTORY CONSOLE-PORT");
      System.exit(1);
    }
    try {
      run(
          Integer.parseInt(arguments[0]),
          Path.of(arguments[1]),
          Integer.parseInt(arguments[2]),
          Arrays.copyOfRange(arguments, 3, arguments.length));
    } catch (LocalException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  static ConfigurableApplicationContext run(
      int port, Path worldDirectory, int consolePort, String... springArguments) {
    var application = new SpringApplication(IssuerConfiguration.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setDefaultProperties(
        Map.of(
            "server.address",
            Loopback.HOST,
            "server.port",
            port,
            "server.shutdown",
            "immediate",
            "server.servlet.session.cookie.name",
            "meshwork-issuer",
            "server.tomcat.threads.max",
            10,
            "spring.main.lazy-initialization",
            true,
            "issuer.world",
            worldDirectory.toString(),
            "issuer.port",
            port,
            "issuer.console-port",
            consolePort));
    var refused = new AtomicReference<LocalException>();
    application.addListeners(
        (ApplicationListener<ApplicationEnvironmentPreparedEvent>)
            event -> {
              try {
                refuseBeyondLoopback(event.getEnvironment().getProperty("server.address"));
              } catch (LocalException e) {
                refused.set(e);
                // Ends the run without Spring's own report, which takes a page.
                throw new SpringApplication.AbandonedRunException();
              }
            });
    try {
      return application.run(springArguments);
    } catch (SpringApplication.AbandonedRunException e) {
      LocalException reason = refused.get();
      throw reason == null ? e : reason;
    }
  }

  static void refuseBeyondLoopback(@Nullable String address) {
    try {
      if (address != null
          && !address.isBlank()
          && InetAddress.getByName(address).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new LocalException("The development issuer cannot bind to '" + address + "'.", e);
    }
    throw new LocalException(
        "The development issuer listens on loopback only and was asked to bind to '%s'. Unset server.address; for anything but development use a real issuer."
            .formatted(address == null ? "" : address));
  }
}
