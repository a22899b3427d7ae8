using System.Linq;
using Mono.Cecil.Cil;
using Verifiable.Neo.Script;
using Instruction = Mono.Cecil.Cil.Instruction;
using NeoCode = Verifiable.Neo.Script.OpCode;

namespace Verifiable.Neo.Translation;

/// <content>Jumps, and what is on the stack where paths join.</content>
internal sealed partial class MethodTranslator
{
    private bool Flow(Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Br or Code.Br_S:
                Jump(at, NeoCode.JMP, 0);
                _reachable = false;
                return true;
            case Code.Ret:
                Return();
                return true;
            default:
                return Branch(at);
        }
    }

    private bool Branch(Instruction at)
    {
        (NeoCode code, int operands) = at.OpCode.Code switch
        {
            Code.Brtrue or Code.Brtrue_S => (NeoCode.JMPIF, 1),
            Code.Brfalse or Code.Brfalse_S => (NeoCode.JMPIFNOT, 1),
            Code.Beq or Code.Beq_S => (NeoCode.JMPEQ, 2),
            Code.Bne_Un or Code.Bne_Un_S => (NeoCode.JMPNE, 2),
            Code.Blt or Code.Blt_S => (NeoCode.JMPLT, 2),
            Code.Ble or Code.Ble_S => (NeoCode.JMPLE, 2),
            Code.Bgt or Code.Bgt_S => (NeoCode.JMPGT, 2),
            Code.Bge or Code.Bge_S => (NeoCode.JMPGE, 2),
            _ => (NeoCode.NOP, 0),
        };
        if (operands > 0)
        {
            Jump(at, code, operands);
        }

        return operands > 0;
    }

    private void Jump(Instruction at, NeoCode code, int operands)
    {
        for (int popped = 0; popped < operands; popped++)
        {
            _emitter.Pop();
        }

        var target = (Instruction)at.Operand;
        if (target.Offset > at.Offset)
        {
            Join(target);
        }
        else if (_emitter.Depth > 0)
        {
            throw Refuse(at, "a loop with values on the stack", "a loop that is a statement");
        }

        Fragment.Jump(code, _labels[target]);
    }

    private void Return()
    {
        if (_method.ReturnType.FullName != "System.Void")
        {
            Interval returned = _emitter.Pop().Range;
            _result = _result?.Union(returned) ?? returned;
        }

        Fragment.Add(NeoCode.RET);
        _reachable = false;
    }

    /// <summary>Remembers the stack for a place ahead, or widens what other paths bring there.</summary>
    private void Join(Instruction target)
    {
        StackValue[] stack = _emitter.Snapshot();
        _stacks[target] = _stacks.TryGetValue(target, out StackValue[]? known)
            ? [.. known.Zip(stack, static (left, right) => left with { Range = left.Range.Union(right.Range) })]
            : stack;
    }

    /// <summary>
    /// Begins an instruction: where a jump leads to it, the stack is what all paths ahead of it left. A place that only
    /// a later jump reaches is the head of a loop, and its stack is empty.
    /// </summary>
    private void EnterLabel(Instruction at)
    {
        if (!_labels.TryGetValue(at, out Label? label))
        {
            return;
        }

        if (_reachable)
        {
            Join(at);
        }

        _emitter.Restore(_stacks.TryGetValue(at, out StackValue[]? stack) ? stack : []);
        _reachable = true;
        Fragment.Bind(label);
    }
}
