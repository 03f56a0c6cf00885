// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.ContainerArn;
import java.util.List;
import java.util.Optional;

/**
 * The containers of a store: few, small and strongly consistent. Safe for any thread.
 *
 * <p>Every change is one conditional write of a whole {@link ContainerRecord}; a change that has
 * returned is seen by every later call on any thread. Look-ups by name and by id happen with every
 * request and must be cheap; a store whose truth is remote keeps a local copy and refreshes it.
 *
 * <p>Failures are {@link dev.mediastore.core.MediaStoreException}s with CLOSED, STORE_READ_ONLY,
 * STORE_FULL or INTERNAL; "not there" and "was changed by someone else" are results.
 *
 * @since 0.1
 */
public interface Catalogue {

  /**
   * Finds a container by its resource name.
   *
   * @param arn resource name
   * @return the newest record
   */
  Optional<ContainerRecord> find(ContainerArn arn);

  /**
   * Finds a container by its identity.
   *
   * @param id identity
   * @return the newest record
   */
  Optional<ContainerRecord> find(ContainerId id);

  /**
   * Lists all containers.
   *
   * @return the newest records, in any order
   */
  List<ContainerRecord> list();

  /**
   * Adds a container unless its resource name or its identity is taken. From then on the store
   * accepts objects for its id.
   *
   * @param record a record with revision 1
   * @return whether it was added
   */
  boolean create(ContainerRecord record);

  /**
   * Replaces a record if nobody else did since.
   *
   * @param expected the record the change was made from
   * @param next same id and resource name, revision one higher
   * @return whether it was replaced; false if the newest revision is another or it is gone
   */
  boolean replace(ContainerRecord expected, ContainerRecord next);

  /**
   * Removes a container whose objects were dropped before.
   *
   * @param expected the record the decision was made from
   * @return whether it was removed; false if the newest revision is another or it is gone
   */
  boolean remove(ContainerRecord expected);
}
