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

        NoteCall(at, callee);
        Action<Emitter>? own = Intrinsics.Find(callee)
            ?? (callee.DeclaringType.FullName == Types.Int128
                ? Int128Calls.Find(callee.Name, callee.ReturnType.FullName)
                : FrameworkCalls.Find(callee));
        if (own is not null)
        {
            own(_emitter);
            return true;
        }

        CallMethod(at, callee);
        return true;
    }

    /// <summary>
    /// A manifest names what its contract calls. A native contract is known; the method of any other is the literal
    /// that the compiler pushes two instructions and more before, so the last literal of the method is it.
    /// </summary>
    private void NoteCall(Instruction at, MethodReference callee)
    {
        if (callee.Resolve() is not { } method)
        {
            return;
        }

        if (FrameworkAttributes.Find(method, "NativeCallAttribute") is { } native)
        {
            _translator.Calls.Add((
                "0x" + (string)native.ConstructorArguments[0].Value, (string)native.ConstructorArguments[1].Value));
        }
        else if (FrameworkAttributes.Find(method, "SyscallAttribute")?.ConstructorArguments[0].Value
            is "System.Contract.Call")
        {
            Instruction literal = at;
            while (literal.OpCode.Code != Code.Ldstr)
            {
                literal = literal.Previous
                    ?? throw Refuse(at, "a method whose name is computed", "the method's name as a literal");
            }

            _translator.Calls.Add(("*", (string)literal.Operand));
        }
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

    /// <summary>The error's name is the message of the fault. The number that C# adds is not pushed.</summary>
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

        DropLoad();
        DropLoad();
        Fragment.PushData(Encoding.UTF8.GetBytes(member.Name));
        Fragment.Add(NeoCode.THROW);
        _reachable = false;
    }

    /// <summary>Takes back the last instruction where it only loads what the refusal leaves behind.</summary>
    private void DropLoad()
    {
        NeoCode last = Fragment.Instructions[^1].Code;
        bool isLoad = last is <= NeoCode.PUSHINT256 or >= NeoCode.PUSHM1 and <= NeoCode.PUSH16
            or >= NeoCode.LDLOC0 and <= NeoCode.LDLOC or >= NeoCode.LDARG0 and <= NeoCode.LDARG;
        if (isLoad && !_labels.Values.Any(label => label.Fragment is not null && label.Index == Fragment.Count))
        {
            Fragment.RemoveLast();
        }
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
