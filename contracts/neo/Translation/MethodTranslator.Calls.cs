using System;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Verifiable.Neo.Script;
using Instruction = Mono.Cecil.Cil.Instruction;
using NeoCode = Verifiable.Neo.Script.OpCode;

namespace Verifiable.Neo.Translation;

/// <content>Calls: operators, intrinsics, tables, refusals and methods of the same source.</content>
internal sealed partial class MethodTranslator
{
    private const string RefusalMethod = "Verifiable.Kernel.Refusal.Throw";
    private const string TableItem = "get_Item";

    private bool Calls(Instruction at)
    {
        if (at.OpCode.Code != Code.Call)
        {
            return false;
        }

        var callee = (MethodReference)at.Operand;
        if ($"{callee.DeclaringType.FullName}.{callee.Name}" == RefusalMethod)
        {
            RefuseByName(at, callee);
            return true;
        }

        if (callee.DeclaringType.FullName == Types.LongTable && callee.Name == TableItem)
        {
            CallTable();
            return true;
        }

        Action<Emitter>? own = Intrinsics.Find(callee)
            ?? (callee.DeclaringType.FullName == Types.Int128
                ? Int128Calls.Find(callee.Name, callee.ReturnType.FullName)
                : null);
        if (own is not null)
        {
            own(_emitter);
            return true;
        }

        CallMethod(at, callee);
        return true;
    }

    private void CallMethod(Instruction at, MethodReference callee)
    {
        if (_translator.TableOf(callee) is { } table)
        {
            _emitter.Push(table);
            return;
        }

        TranslatedMethod target = _translator.Translate(callee)
            ?? throw Refuse(at, callee.FullName, "methods of the contract and of the kernel");
        foreach (ParameterDefinition _ in callee.Parameters)
        {
            _emitter.Pop();
        }

        Fragment.Call(target.Fragment);
        if (callee.ReturnType.FullName != "System.Void")
        {
            _emitter.Push(ValueOf(callee.ReturnType, "a result") with { Range = target.Result });
        }
    }

    /// <summary>The error's name is the message of the fault. The number that C# adds stays behind.</summary>
    private void RefuseByName(Instruction at, MethodReference callee)
    {
        _emitter.Pop();
        Interval code = _emitter.Pop().Range;
        FieldDefinition? member = callee.Parameters[0].ParameterType.Resolve().Fields
            .FirstOrDefault(field => field.HasConstant && (int)field.Constant == code.Low);
        if (!code.IsConstant || member is null)
        {
            throw Refuse(at, "an error code that is computed", "a member of the enumeration");
        }

        Fragment.PushData(Encoding.UTF8.GetBytes(member.Name));
        Fragment.Add(NeoCode.THROW);
        _reachable = false;
    }

    private void CallTable()
    {
        _emitter.Pop();
        StackValue table = _emitter.Pop();
        Fragment.Call(table.Table!);
        _emitter.Push(ValueKind.Int64, table.Range);
    }

    /// <summary>
    /// Quotient and remainder in one call: the compiler takes the pair apart at once, so it never exists here. The
    /// quotient goes to its local, the remainder stays on the stack.
    /// </summary>
    private bool TryDivRem(Instruction at, out Instruction? next)
    {
        next = null;
        if (at.Operand is not MethodReference { Name: "DivRem" } callee
            || callee.DeclaringType.FullName != Types.Int128)
        {
            return false;
        }

        Instruction quotient = at.Next.Next.Next;
        if (at.Next.OpCode.Code != Code.Dup || StoredLocal(_method, quotient) < 0 || !IsItem(quotient.Next, "Item2"))
        {
            throw Refuse(at, "a pair that is kept", "(Int128 quotient, Int128 remainder) = Int128.DivRem(a, b)");
        }

        Interval divisor = _emitter.Peek().Range;
        Interval dividend = _emitter.Peek(1).Range;
        Fragment.Add(NeoCode.OVER);
        Fragment.Add(NeoCode.OVER);
        _emitter.Push(ValueKind.Int128, dividend);
        _emitter.Push(ValueKind.Int128, divisor);
        _emitter.Binary(NeoCode.DIV, ValueKind.Int128, static (left, right) => left / right);
        StoreLocal(StoredLocal(_method, quotient));
        _emitter.Binary(NeoCode.MOD, ValueKind.Int128, static (left, right) => left % right);
        next = quotient.Next.Next;
        return true;
    }

    private static bool IsItem(Instruction at, string field) => at.Operand is FieldReference item && item.Name == field;
}
