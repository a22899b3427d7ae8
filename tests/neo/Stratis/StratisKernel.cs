using System;
using System.Linq;
using System.Reflection;
using Stratis.SmartContracts;
using Verifiable.Tests.Conformance.Kernel;
using Verifiable.Tests.Neo.Machine;

namespace Verifiable.Tests.Neo.Stratis;

/// <summary>The kernel's functions inside the contract in Stratis style.</summary>
internal static class StratisKernel
{
    private const int Scenarios = 4;
    private const BindingFlags Own = BindingFlags.NonPublic | BindingFlags.Static;

    /// <summary>How the contract's outcome differs from the engine's; null where it does not.</summary>
    internal static string? Difference(string name, KernelOutcome row)
    {
        KernelOutcome outcome = Run(name, row.Arguments);
        return outcome.Result == row.Result && outcome.Refusal == row.Refusal
            ? null
            : $"({string.Join(", ", row.Arguments)}): {row.Result} {row.Refusal}, {outcome.Result} {outcome.Refusal}";
    }

    private static KernelOutcome Run(string name, Int128[] row)
    {
        MethodInfo method = typeof(MarginVault).GetMethod(char.ToUpperInvariant(name[0]) + name[1..], Own)!;
        try
        {
            object?[] arguments = Arguments(method, name, row);
            object result = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
            return new KernelOutcome(row, NumberOf(result), null);
        }
        catch (SmartContractAssertException refusal) when (refusal.Message != "Overflow")
        {
            return new KernelOutcome(row, 0, refusal.Message);
        }
        catch (Exception fault) when (fault is SmartContractAssertException or OverflowException)
        {
            return new KernelOutcome(row, 0, VirtualMachine.CheckedFault);
        }
    }

    private static object[] Arguments(MethodInfo method, string name, Int128[] row)
    {
        if (!name.StartsWith("tailMeasure", StringComparison.Ordinal))
        {
            return [.. method.GetParameters().Zip(row, static (parameter, number) => ArgumentOf(parameter, number))];
        }

        long[] totals = [.. row[..Scenarios].Select(static total => (long)total)];
        long[] weights = [.. row[Scenarios..^1].Select(static weight => (long)weight)];
        object[] tail = [weights, (long)row[^1]];
        return name switch
        {
            "tailMeasureValueAtRisk" => [totals, .. tail],
            "tailMeasureExpectedShortfall" =>
                [totals, .. tail, (long)KernelFunction.All["tailMeasureValueAtRisk"].Run(row).Result],
            _ => tail,
        };
    }

    private static object ArgumentOf(ParameterInfo parameter, Int128 number) => parameter.ParameterType switch
    {
        { } type when type == typeof(long) => (long)number,
        { } type when type == typeof(int) => (int)number,
        { } type when type == typeof(bool) => number == 1,
        _ => WideOf(number),
    };

    /// <summary>The contract's form of a signed number: its distance from 2^200.</summary>
    private static UInt256 WideOf(Int128 number)
    {
        UInt128 magnitude = number < 0 ? (UInt128)(-(number + 1)) + 1 : (UInt128)number;
        UInt256 wide = ((UInt256)(ulong)(magnitude >> 64) << 64) + (ulong)(magnitude & ulong.MaxValue);
        return number < 0 ? Middle - wide : Middle + wide;
    }

    private static UInt256 Middle => (UInt256)1UL << 200;

    private static Int128 NumberOf(object result) => result switch
    {
        long number => number,
        int number => number,
        bool truth => truth ? 1 : 0,
        UInt256 wide => wide < Middle ? -Unsigned(Middle - wide) : Unsigned(wide - Middle),
        _ => throw new InvalidOperationException(result.ToString()),
    };

    private static Int128 Unsigned(UInt256 wide) =>
        ((Int128)(ulong)(wide >> 64) << 64) + (ulong)(wide - ((wide >> 64) << 64));
}
