using System;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Verifiable.Engine.Vector;
using Verifiable.Tests.Support;

namespace Verifiable.Digest;

/// <summary>
/// Prints one line a section, "name digest of numbers", and what the processor showed: run under other settings or on
/// another runtime, the digests must not change.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 5)
        {
            Console.Error.WriteLine("usage: Verifiable.Digest SEED ROWS_OF_EACH_FUNCTION CELLS ACCOUNTS TAILS");
            return 64;
        }

        ulong seed = ulong.Parse(arguments[0], CultureInfo.InvariantCulture);
        Print("functions", Sections.Functions(new Seeded(seed), CountOf(arguments[1])));
        Print("cells", Sections.Cells(new Seeded(seed + 1), CountOf(arguments[2])));
        Print("accounts", Sections.Accounts(new Seeded(seed + 2), CountOf(arguments[3])));
        Print("tails", Sections.Tails(new Seeded(seed + 3), CountOf(arguments[4])));
        Console.WriteLine($"uses lanes {Lanes.AreSupported}, avx2 {Avx2.IsSupported}, bmi2 {Bmi2.X64.IsSupported}");
        return 0;
    }

    private static int CountOf(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Print(string name, Digest digest) => Console.WriteLine($"digest {name} {digest}");
}
