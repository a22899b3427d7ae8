using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Engine.Kernel;

/// <summary>Runs a generator of the scripts folder.</summary>
public static class Generator
{
    /// <summary>Debian's Python, whose packages setup installs, else the first on the path.</summary>
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Runs a script into a fresh folder, which is deleted afterwards.</summary>
    /// <param name="script">The script's name in scripts.</param>
    /// <param name="inspect">Looks at the folder.</param>
    /// <param name="options">The script's options after the folder.</param>
    public static void Into(string script, Action<string> inspect, params string[] options)
    {
        string folder = Directory.CreateTempSubdirectory("verifiable-").FullName;
        try
        {
            string[] command = [Path.Combine(ReferenceData.Root, "scripts", script), folder, .. options];
            Assert.Equal(0, Run(folder, command));
            inspect(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The exit code of Python; 127 where there is none.</summary>
    internal static int Run(string workingFolder, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(Python, arguments)
            {
                WorkingDirectory = workingFolder,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return 127;
        }
    }
}
