import CSandbox

/// A layer of the isolation around programs. All of them are needed; none stands for another.
public enum IsolationLayer: Int32, CaseIterable, Codable, Hashable, Sendable {
  case userNamespace = 1
  case identity
  case processNamespace
  case networkNamespace
  case mountNamespace
  case ipcNamespace
  case hostNamespace
  case cgroupNamespace
  case fileSystem
  case limits
  case privileges
  case filter
  case python

  /// What it is, in a few words.
  public var title: String {
    switch self {
    case .userNamespace: "user namespace"
    case .identity: "unprivileged identity"
    case .processNamespace: "process namespace"
    case .networkNamespace: "network namespace"
    case .mountNamespace: "mount namespace"
    case .ipcNamespace: "IPC namespace"
    case .hostNamespace: "host name namespace"
    case .cgroupNamespace: "control group namespace"
    case .fileSystem: "read-only file system of its own"
    case .limits: "resource limits"
    case .privileges: "no privileges"
    case .filter: "system call filter"
    case .python: "Python under all layers"
    }
  }

  /// What to do where it is missing.
  public var remedy: String {
    switch self {
    case .userNamespace, .identity:
      "Allow user namespaces: sysctl user.max_user_namespaces=10000 and, where they exist, "
        + "kernel.unprivileged_userns_clone=1 and kernel.apparmor_restrict_unprivileged_userns=0. "
        + "In a container, start it with --security-opt seccomp=unconfined, or outside of it."
    case .processNamespace, .networkNamespace, .ipcNamespace, .hostNamespace, .cgroupNamespace:
      "Raise the sysctl user.max_\(limitName)_namespaces, or use a kernel that has this namespace."
    case .mountNamespace, .fileSystem:
      "Allow mounts in user namespaces (Linux 5.14 or newer): in a container, start it with "
        + "--security-opt seccomp=unconfined --security-opt apparmor=unconfined "
        + "--security-opt systempaths=unconfined; on Ubuntu, set the sysctl "
        + "kernel.apparmor_restrict_unprivileged_userns=0."
    case .limits:
      "Raise the hard limits of the shell that starts Proctor: ulimit -H -a shows them."
    case .privileges:
      "Use Linux 4.3 or newer, outside of a container that forbids dropping privileges."
    case .filter:
      "Use Linux 5.14 or newer with CONFIG_SECCOMP_FILTER. A container manager that supervises "
        + "system calls itself, such as LXD, leaves no room for it."
    case .python:
      "Install Python 3.8 or newer with its standard library (Debian: apt install python3), or set "
        + "PROCTOR_PYTHON to its path."
    }
  }

  private var limitName: String {
    switch self {
    case .processNamespace: "pid"
    case .networkNamespace: "net"
    case .ipcNamespace: "ipc"
    case .hostNamespace: "uts"
    case .cgroupNamespace: "cgroup"
    default: "user"
    }
  }

  /// The layers without which this one cannot be tried.
  var needs: [IsolationLayer] {
    switch self {
    case .userNamespace: []
    case .processNamespace, .networkNamespace, .mountNamespace, .ipcNamespace, .hostNamespace,
      .cgroupNamespace:
      [.userNamespace]
    case .identity, .fileSystem, .limits, .privileges, .filter, .python:
      Self.allCases.filter { $0.rawValue < rawValue }
    }
  }
}
