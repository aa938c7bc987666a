package io.meshwork.relay.faults;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * Loaded into a program that runs, makes it ask {@link Skew} wherever it, Kafka's clients or Java's
 * clocks ask the system for the time of day. The time that only goes forward stays true, as it does
 * on a machine whose clock is set.
 */
public final class ClockAgent implements ClassFileTransformer {
  // By name: the class must not be loaded before it is known to all loaders.
  private static final ClassDesc SKEW = ClassDesc.of("io.meshwork.relay.faults.Skew");
  private static final Set<String> JAVA =
      Set.of(
          "java/time/Instant",
          "java/time/Clock$SystemClock",
          "java/time/Clock$SystemInstantSource");

  /**
   * With the path of the agent's own jar, and that of the file that says how wrong the clock is.
   */
  public static void agentmain(String paths, Instrumentation program)
      throws IOException, UnmodifiableClassException {
    String[] path = paths.split("\n", -1);
    program.appendToBootstrapClassLoaderSearch(new JarFile(path[0]));
    Skew.open(Path.of(path[1]));
    program.addTransformer(new ClockAgent(), true);
    Class<?>[] loaded =
        Arrays.stream(program.getAllLoadedClasses())
            .filter(program::isModifiableClass)
            .filter(each -> asksTheTime(each.getName().replace('.', '/')))
            .toArray(Class<?>[]::new);
    program.retransformClasses(loaded);
  }

  private static boolean asksTheTime(String name) {
    return JAVA.contains(name)
        || name.endsWith("/SystemTime")
        || (name.startsWith("io/meshwork/") && !name.startsWith("io/meshwork/relay/faults/"));
  }

  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
    if (name == null || !asksTheTime(name)) {
      return null;
    }
    ClassFile file = ClassFile.of();
    return file.transformClass(
        file.parse(bytes),
        ClassTransform.transformingMethodBodies(
            method ->
                method.code().stream()
                    .flatMap(code -> code.elementList().stream())
                    .anyMatch(element -> isTime(element) || isInstant(element)),
            ClockAgent::asked));
  }

  private static void asked(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call && (isTime(call) || isInstant(call))) {
      code.invokestatic(SKEW, isTime(call) ? "currentTimeMillis" : "now", call.typeSymbol());
    } else {
      code.with(element);
    }
  }

  private static boolean isTime(CodeElement element) {
    return isCall(element, "java/lang/System", "currentTimeMillis");
  }

  private static boolean isInstant(CodeElement element) {
    return isCall(element, "java/time/Clock", "currentInstant");
  }

  private static boolean isCall(CodeElement element, String owner, String name) {
    return element instanceof InvokeInstruction call
        && call.owner().asInternalName().equals(owner)
        && call.name().equalsString(name);
  }
}
