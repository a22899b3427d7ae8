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
    private Exception? _fault;

    /// <summary>Runs the function at an offset.</summary>
    /// <param name="script">The script.</param>
    /// <param name="offset">Where the function begins.</param>
    /// <param name="arguments">Its arguments, in order.</param>
    internal static Outcome Run(Script script, int offset, IEnumerable<StackItem> arguments)
    {
        using VirtualMachine machine = new();
        ExecutionContext context = machine.LoadScript(script, -1, offset);
        foreach (StackItem argument in arguments.Reverse())
        {
            context.EvaluationStack.Push(argument);
        }

        return machine.Execute() == VMState.HALT
            ? new Outcome(machine.ResultStack.Pop().GetInteger(), machine.ResultStack.Count, null)
            : new Outcome(0, 0, machine.Fault());
    }

    protected override void OnFault(Exception ex)
    {
        _fault = ex;
        base.OnFault(ex);
    }

    /// <summary>What a script threw, else what the machine itself says.</summary>
    private string Fault() => UncaughtException?.GetString() ?? _fault!.GetType().Name;

    /// <summary>How a run ended.</summary>
    /// <param name="Result">The number returned; 0 after a fault.</param>
    /// <param name="Left">Values that the function left besides.</param>
    /// <param name="Fault">The fault's message, or null.</param>
    internal readonly record struct Outcome(BigInteger Result, int Left, string? Fault);
}
