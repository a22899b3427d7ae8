using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace Verifiable.Tests.Support;

/// <summary>
/// What a machine made of the first rows of a function, as one line in artifacts/machines: test projects that cannot be
/// one process compare their machines by it.
/// </summary>
public static class MachineDigest
{
    /// <summary>How many rows are digested.</summary>
    public const int Rows = 2_000;

    private static string Folder => Path.Combine(ReferenceData.Root, "artifacts", "machines");

    /// <summary>The line of a function's results in order.</summary>
    public static string Of(IReadOnlyCollection<Int128> results)
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Join(',', results));
        return $"{results.Count} {Convert.ToHexStringLower(SHA256.HashData(text))}";
    }

    /// <summary>Keeps a machine's line.</summary>
    public static void Write(string machine, string function, IReadOnlyCollection<Int128> results)
    {
        string folder = Path.Combine(Folder, machine);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, function), Of(results));
    }

    /// <summary>Keeps how many cases a machine and the kernel agreed on: all, or its test has failed.</summary>
    public static void WriteCount(string machine, string cases, long count)
    {
        string folder = Path.Combine(Folder, machine);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, cases), $"{count}");
    }

    /// <summary>Whether a machine has run.</summary>
    public static bool Has(string machine) => Directory.Exists(Path.Combine(Folder, machine));

    /// <summary>A machine's line, or null where it has not run the function.</summary>
    public static string? Read(string machine, string function)
    {
        string file = Path.Combine(Folder, machine, function);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
