// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Breaks the shipped engine in one of its methods, without a switch for it in what is shipped: a
 * copy of its classes is loaded in which that method answers true and does nothing else.
 */
enum Flaw {
  /** Whatever a block of an object's bytes holds is taken for what was written. */
  CHECKSUM_IGNORED("log.LogRecord", "blockIsSound"),
  /** A lease does not count among those who need a file. */
  LEASE_NOT_COUNTED("log.LogFile", "hold"),
  /** A write under way does not count among those who need the bytes of an upload. */
  UPLOAD_NOT_COUNTED("offheap.ObjectBytes", "hold");

  private static final String INTERNAL = "dev.mediastore.core.internal.";
  private final String flawedClass;
  private final String flawedMethod;

  Flaw(String flawedClass, String flawedMethod) {
    this.flawedClass = INTERNAL + flawedClass;
    this.flawedMethod = flawedMethod;
  }

  Engine engine(DirectoryOptions options) {
    ClassLoader loader = new Loader(FolderStore.class.getClassLoader());
    return new Engine() {
      @Override
      public SegmentStore open(StoreFolder folder) throws IOException {
        return (SegmentStore)
            call(
                null,
                "open",
                new Class<?>[] {StoreFolder.class, DirectoryOptions.class, RandomGenerator.class},
                folder,
                options,
                new Random(1));
      }

      @Override
      public boolean maintain(SegmentStore store) {
        try {
          return (boolean) call(store, "maintain", new Class<?>[0]);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }

      private Object call(
          @Nullable Object store, String name, Class<?>[] types, Object... arguments)
          throws IOException {
        try {
          return loader
              .loadClass(FolderStore.class.getName())
              .getMethod(name, types)
              .invoke(store, arguments);
        } catch (InvocationTargetException e) {
          if (e.getCause() instanceof RuntimeException unchecked) {
            throw unchecked;
          }
          throw new IOException(e.getCause());
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
      }
    };
  }

  /** Loads the engine anew, with the flaw. */
  private final class Loader extends ClassLoader {
    Loader(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean engine = name.startsWith(INTERNAL + "log.") || name.startsWith(INTERNAL + "offheap.");
      if (!engine) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String resource = name.replace('.', '/') + ".class";
      try (InputStream stream = getParent().getResourceAsStream(resource)) {
        if (stream == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = stream.readAllBytes();
        if (name.equals(flawedClass)) {
          bytes = flawed(bytes);
        }
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private byte[] flawed(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    boolean[] found = {false};
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                MethodVisitor method = super.visitMethod(access, name, type, signature, exceptions);
                if (!name.equals(flawedMethod)) {
                  return method;
                }
                found[0] = true;
                answerTrue(method, type);
                return null;
              }
            },
            0);
    if (!found[0]) {
      throw new AssertionError("no method " + flawedMethod + " in " + flawedClass);
    }
    return writer.toByteArray();
  }

  private static void answerTrue(MethodVisitor method, String type) {
    method.visitCode();
    method.visitInsn(Opcodes.ICONST_1);
    method.visitInsn(Opcodes.IRETURN);
    method.visitMaxs(1, 1 + type.length());
    method.visitEnd();
  }
}
