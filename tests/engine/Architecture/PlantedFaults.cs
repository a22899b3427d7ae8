using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Verifiable.Tests.Engine.Architecture;

/// <summary>
/// The positive control: each member breaks a rule of the engine in its own way, and each must be found.
/// </summary>
internal static class PlantedFaults
{
    /// <summary>The rule against floating point: the word is never spelled.</summary>
    internal static class Floating
    {
        public static long ByLiteral(long number) => (long)(number * 0.5);

        public static long ByCall(long number) => (long)Math.Cbrt(number);

        public static bool BySignature(float number) => number > 1;

        public static long ByDecimal(long number) => (long)(number / 3m);

        public static long ByElement(Array numbers) => ((Half[])numbers).Length;

        public static int ByGenericArgument() => new List<double>().Count;

        public static long ByConversion(long number, Func<long, long> twice) => twice((long)(float)number);
    }

    /// <summary>The rule against clocks, chance, threads and hash order.</summary>
    internal static class Forbidden
    {
        public static long ByClock() => DateTime.UtcNow.Ticks;

        public static int ByChance() => new Random(1).Next();

        public static int ByQuery(int[] numbers) => numbers.Count(static number => number > 1);

        public static void ByThread() => Thread.Yield();

        public static Task ByTask() => Task.CompletedTask;

        public static int ByHashOrder() => new Dictionary<string, int>().Count;

        public static string ByCulture() => CultureInfo.CurrentCulture.Name;
    }
}
