package io.meshwork.cli;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The program {@code mesh}. */
@Command(
    name = "mesh",
    description = "Registers, plans, publishes and looks, over Meshwork's REST API.",
    mixinStandardHelpOptions = true,
    version = "Meshwork 0.1.0",
    scope = ScopeType.INHERIT,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing to do, done, or compatible",
      "1:an error, usage included",
      "2:there are changes, or violations",
      "3:blocked, or waiting for approval"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  MESH_URL       the control plane, default http://localhost:8080",
      "  MESH_API_KEY   a key, or where it lies: env:NAME or file:PATH",
      "  MESH_CREDENTIALS  where principals' secrets are kept, default ~/.meshwork"
    },
    subcommands = {
      ApplyCommand.class,
      PlanCommand.class,
      DeployCommand.class,
      GetCommand.class,
      GrantCommand.Approve.class,
      GrantCommand.Reject.class,
      GrantCommand.Revoke.class,
      KeyCommand.class,
      CredentialCommand.class,
      PublishCommand.class,
      TailCommand.class,
      LinksCommand.class,
      VerifyCommand.class,
      RepairCommand.class,
      PositionCommand.class,
      BackfillCommand.class,
      DeadCommand.class,
      TraceCommand.class,
      RouteCommand.class,
      PromoteCommand.class,
      PromotionsCommand.class,
      RenderCommand.class,
      RollbackCommand.class,
      ContractCommand.class,
      DriftCommand.class,
      DiscoverCommand.class,
      DiffCommand.class,
      RestoreCommand.class,
      ExportCommand.class,
      TakeOverCommand.class,
      TransferCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    })
public final class MeshProgram {
  private MeshProgram() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    CommandLine line = commandLine();
    int code = line.execute(args);
    line.getOut().flush();
    System.exit(code);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new MeshProgram());
    line.getCommandSpec()
        .subcommands()
        .values()
        .forEach(sub -> sub.getCommandSpec().usageMessage().hidden(false));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(
        UUID.class,
        text ->
            converted(
                text, UUID::fromString, "an id such as '123e4567-e89b-12d3-a456-426614174000'"));
    line.registerConverter(
        Duration.class,
        text -> converted(text, Duration::parse, "a duration such as 'PT12H' or 'P7D'"));
    line.setParameterExceptionHandler(
        (e, args) -> {
          PrintWriter err = e.getCommandLine().getErr();
          err.println("mesh: " + e.getMessage());
          err.println("Try 'mesh help' or 'mesh COMMAND --help'.");
          return ExitCode.ERROR;
        });
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          PrintWriter err = command.getErr();
          if (e instanceof MeshException mesh) {
            say(err, mesh);
          } else {
            err.println("mesh: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
          }
          return e instanceof MeshException mesh ? ExitCode.of(mesh.code()) : ExitCode.ERROR;
        });
    return line;
  }

  private static <T> T converted(String text, Function<String, T> reading, String what) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new CommandLine.TypeConversionException("'%s' is not %s.".formatted(text, what));
    }
  }

  private static void say(PrintWriter err, MeshException e) {
    err.println("mesh: " + e.text());
    for (Violation violation : e.violations()) {
      if (!e.text().contains(violation.message())) {
        err.println("  " + violation.pointer() + " " + violation.message());
      }
    }
  }
}
