using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Neo.VM;
using Neo.VM.Types;

namespace Verifiable.Tests.Neo.Machine;

/// <summary>Neo's own virtual machine, on a function of a script, without storage or a chain around it.</summary>
internal sealed class VirtualMachine : ExecutionEngine
{
    /// <summary>More than any function takes: what runs on has lost its way.</summary>
    private const int MaxInstructions = 100_000;

    /// <summary>The fault of a check: where C# throws OverflowException or its like.</summary>
    internal const string CheckedFault = "(checked)";

    private Exception? _fault;
    private ICollection<int>? _passed;
    private int _instructions;

    /// <summary>Runs the function at an offset.</summary>
    /// <param name="script">The script.</param>
    /// <param name="offset">Where the function begins.</param>
    /// <param name="arguments">Its arguments, in order.</param>
    /// <param name="passed">Takes the offset of every instruction that runs.</param>
    internal static Outcome Run(
        Script script, int offset, IEnumerable<StackItem> arguments, ICollection<int>? passed = null)
    {
        using VirtualMachine machine = new() { _passed = passed };
        ExecutionContext context = machine.LoadScript(script, -1, offset);
        foreach (StackItem argument in arguments.Reverse())
        {
            context.EvaluationStack.Push(argument);
        }

        return machine.Execute() == VMState.HALT
            ? machine.Returned()
            : new Outcome(0, 0, machine.Fault());
    }

    protected override void PreExecuteInstruction(Instruction instruction)
    {
        _passed?.Add(CurrentContext!.InstructionPointer);
        if (++_instructions > MaxInstructions)
        {
            throw new TimeoutException("too many instructions");
        }
    }

    protected override void OnFault(Exception ex)
    {
        _fault = ex;
        base.OnFault(ex);
    }

    private Outcome Returned() => ResultStack.Count > 0 && ResultStack.Peek() is PrimitiveType { Size: <= 32 } number
        ? new Outcome(number.GetInteger(), ResultStack.Count - 1, null)
        : new Outcome(0, ResultStack.Count, "no number");

    /// <summary>What a script threw, else that one of the machine's own checks or the translator's failed.</summary>
    private string Fault() => UncaughtException?.GetString()
        ?? (_fault is TimeoutException ? _fault.Message : CheckedFault);

    /// <summary>How a run ended.</summary>
    /// <param name="Result">The number returned; 0 after a fault.</param>
    /// <param name="Left">Values that the function left besides.</param>
    /// <param name="Fault">The fault's message, or null.</param>
    internal readonly record struct Outcome(BigInteger Result, int Left, string? Fault);
}
