using System.Runtime.InteropServices;

// The system's own libraries only: never one that lies in the working directory.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
