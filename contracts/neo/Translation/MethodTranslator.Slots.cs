using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Verifiable.Neo.Script;
using Instruction = Mono.Cecil.Cil.Instruction;
using NeoCode = Verifiable.Neo.Script.OpCode;

namespace Verifiable.Neo.Translation;

/// <content>Arguments, locals, arrays and tables.</content>
internal sealed partial class MethodTranslator
{
    private bool Slots(Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case >= Code.Ldarg_0 and <= Code.Ldarg_3:
                LoadArgument(at.OpCode.Code - Code.Ldarg_0);
                return true;
            case Code.Ldarg_S or Code.Ldarg:
                LoadArgument(((ParameterDefinition)at.Operand).Index);
                return true;
            case Code.Starg_S or Code.Starg:
                int argument = ((ParameterDefinition)at.Operand).Index;
                Fragment.Slot(NeoCode.STARG0, NeoCode.STARG, ArgumentSlot(argument));
                _emitter.Pop();
                return true;
            case >= Code.Ldloc_0 and <= Code.Ldloc_3:
                LoadLocal(at.OpCode.Code - Code.Ldloc_0);
                return true;
            case Code.Ldloc_S or Code.Ldloc:
                LoadLocal(((VariableDefinition)at.Operand).Index);
                return true;
            case >= Code.Stloc_0 and <= Code.Stloc_3 or Code.Stloc_S or Code.Stloc:
                StoreLocal(StoredLocal(_method, at));
                return true;
            case Code.Ldloca_S or Code.Ldloca:
                LoadTable(at);
                return true;
            case Code.Ldsfld:
                Fragment.Slot(NeoCode.LDSFLD0, NeoCode.LDSFLD, FieldSlot(at));
                _emitter.Push(ValueOf(((FieldReference)at.Operand).FieldType, "a field"));
                return true;
            case Code.Stsfld:
                Fragment.Slot(NeoCode.STSFLD0, NeoCode.STSFLD, FieldSlot(at));
                _emitter.Pop();
                return true;
            case Code.Ldelem_I8:
                LoadElement();
                return true;
            case Code.Ldlen:
                _emitter.Pop();
                Fragment.Add(NeoCode.SIZE);
                _emitter.Push(ValueKind.Int64, new Interval(0, int.MaxValue));
                return true;
            case Code.Ldind_I8:
                // The element of a table, which its call has already pushed.
                return true;
            default:
                return false;
        }
    }

    private int FieldSlot(Instruction at)
    {
        var field = (FieldReference)at.Operand;
        if (!_translator.IsOwn(field))
        {
            throw Refuse(at, field.FullName, "constants, and static fields of the contract's own classes");
        }

        // No call runs a static constructor: the value would silently be missing.
        return HasInitialValue(field)
            ? throw Refuse(at, $"{field.FullName} with an initial value", "a constant, or an assignment in the method")
            : _translator.SlotOf(field);
    }

    private static bool HasInitialValue(FieldReference field) => field.Resolve().DeclaringType.Methods
        .Where(static method => method.IsConstructor && method.IsStatic)
        .SelectMany(static method => method.Body.Instructions)
        .Any(at => at.OpCode.Code == Code.Stsfld && ((FieldReference)at.Operand).FullName == field.FullName);

    private int ArgumentSlot(int argument) => _method.Parameters.Count - 1 - argument;

    private void LoadArgument(int argument)
    {
        Fragment.Slot(NeoCode.LDARG0, NeoCode.LDARG, ArgumentSlot(argument));
        _emitter.Push(ValueOf(_method.Parameters[argument].ParameterType, "an argument"));
    }

    private void LoadLocal(int local)
    {
        Fragment.Slot(NeoCode.LDLOC0, NeoCode.LDLOC, local);
        _emitter.Push(_locals[local] ?? ValueOf(_method.Body.Variables[local].VariableType, "a local variable"));
    }

    private void StoreLocal(int local)
    {
        StackValue stored = _emitter.Pop();
        if (stored.Kind == ValueKind.Table)
        {
            _locals[local] = stored;
            return;
        }

        Fragment.Slot(NeoCode.STLOC0, NeoCode.STLOC, local);
        StackValue declared = ValueOf(_method.Body.Variables[local].VariableType, "a local variable");
        if (_assignedOnce.Contains(local))
        {
            _locals[local] = declared with { Range = stored.Range };
        }
    }

    /// <summary>The address of a local is taken only to read a table through it.</summary>
    private void LoadTable(Instruction at)
    {
        int local = ((VariableDefinition)at.Operand).Index;
        if (_locals[local] is not { Kind: ValueKind.Table } table)
        {
            throw Refuse(
                at, "the address of a local variable", "values; ref, out and instance calls have no form here");
        }

        _emitter.Push(table);
    }

    private void LoadElement()
    {
        _emitter.Pop();
        _emitter.Pop();
        Fragment.Add(NeoCode.PICKITEM);
        _emitter.Push(ValueKind.Int64, Interval.Int64);
    }
}
