package io.meshwork.transport.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * Steps in, once, at the first call of a method whose arguments name a topic: right between what
 * the deployer does before and after.
 */
final class Intruder {
  /** The process is killed. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What happens instead of the call, which can still be made. */
  interface Step {
    Object at(Object[] arguments, Supplier<Object> call);
  }

  private Intruder() {}

  /** Something happens before the call. */
  static Function<Admin, Admin> before(String method, String topic, Runnable deed) {
    return instead(
        method,
        topic,
        (_, call) -> {
          deed.run();
          return call.get();
        });
  }

  static Function<Admin, Admin> instead(String method, String topic, Step step) {
    AtomicBoolean done = new AtomicBoolean();
    return admin ->
        (Admin)
            Proxy.newProxyInstance(
                Intruder.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (_, called, arguments) -> {
                  Object[] given = arguments == null ? new Object[0] : arguments;
                  Supplier<Object> call =
                      () -> {
                        try {
                          return called.invoke(admin, given);
                        } catch (InvocationTargetException e) {
                          if (e.getCause() instanceof RuntimeException cause) {
                            throw cause;
                          }
                          throw new AssertionError(e.getCause());
                        } catch (IllegalAccessException e) {
                          throw new AssertionError(e);
                        }
                      };
                  boolean meant =
                      called.getName().equals(method)
                          && (given.length == 0 || names(given[0], topic))
                          && done.compareAndSet(false, true);
                  return meant ? step.at(given, call) : call.get();
                });
  }

  private static boolean names(Object argument, String topic) {
    Collection<?> all =
        argument instanceof Collection<?> many ? many : List.of(String.valueOf(argument));
    return all.stream().anyMatch(one -> one.toString().contains(topic));
  }
}
