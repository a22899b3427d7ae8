using System.Collections.Generic;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Verifiable.Kernel;
using Verifiable.Neo.Script;
using Instruction = Mono.Cecil.Cil.Instruction;
using NeoCode = Verifiable.Neo.Script.OpCode;

namespace Verifiable.Neo.Translation;

/// <summary>Translates the IL of one method.</summary>
/// <remarks>
/// The caller pushes arguments in order, so the machine's argument 0 is the last of C#. Each value keeps its kind and
/// interval; what an instruction outside the subset would do is never guessed, it is refused.
/// </remarks>
internal sealed partial class MethodTranslator
{
    private readonly Translator _translator;
    private readonly MethodDefinition _method;
    private readonly Emitter _emitter;
    private readonly Dictionary<Instruction, Label> _labels;
    private readonly Dictionary<Instruction, StackValue[]> _stacks = [];
    private readonly StackValue?[] _locals;
    private readonly HashSet<int> _assignedOnce;
    private bool _reachable = true;
    private Interval? _result;

    internal MethodTranslator(Translator translator, MethodDefinition method, string name)
    {
        _translator = translator;
        _method = method;
        _emitter = new Emitter(new Fragment(name));
        _labels = Targets(method).Distinct().ToDictionary(static target => target, static _ => new Label());
        _locals = new StackValue?[method.Body.Variables.Count];
        _assignedOnce = AssignedOnce(method);
    }

    private Fragment Fragment => _emitter.Fragment;

    /// <summary>The method's fragment and the numbers that it can return.</summary>
    internal TranslatedMethod Translate()
    {
        CheckSignature();
        int locals = _method.Body.Variables.Count;
        int arguments = _method.Parameters.Count;
        if (locals + arguments > 0)
        {
            Fragment.Add(NeoCode.INITSLOT, checked((byte)locals), checked((byte)arguments));
        }

        for (Instruction? at = _method.Body.Instructions[0]; at is not null;)
        {
            EnterLabel(at);
            at = _reachable ? Step(at) : at.Next;
        }

        Fragment.Close();
        return new TranslatedMethod(Fragment, _result ?? default);
    }

    /// <summary>Translates an instruction, or several that belong together, and returns the next.</summary>
    private Instruction? Step(Instruction at)
    {
        if (TryDivRem(at, out Instruction? next))
        {
            return next;
        }

        if (!Constant(at) && !Slots(at) && !Arithmetic(at) && !Flow(at) && !Calls(at))
        {
            throw Refuse(at, at.OpCode.Name, "the instructions that the subset's types, loops and calls compile to");
        }

        return at.Next;
    }

    private bool Constant(Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Nop:
                return true;
            case Code.Ldc_I8:
                _emitter.PushConstant(ValueKind.Int64, (long)at.Operand);
                return true;
            case Code.Ldc_I4:
                _emitter.PushConstant(ValueKind.Int32, (int)at.Operand);
                return true;
            case Code.Ldc_I4_S:
                _emitter.PushConstant(ValueKind.Int32, (sbyte)at.Operand);
                return true;
            case >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8:
                _emitter.PushConstant(ValueKind.Int32, at.OpCode.Code - Code.Ldc_I4_0);
                return true;
            case Code.Ldstr:
                Fragment.PushData(Encoding.UTF8.GetBytes((string)at.Operand));
                _emitter.Push(new StackValue(ValueKind.Opaque, default)
                {
                    TypeName = "System.String",
                    PushedAt = Fragment.Count - 1,
                });
                return true;
            default:
                return false;
        }
    }

    private void CheckSignature()
    {
        if (!_method.IsStatic)
        {
            throw SubsetRefusal.Of(_method, "an instance method", "a static method");
        }

        if (_method.HasGenericParameters || _method.Body.HasExceptionHandlers)
        {
            throw SubsetRefusal.Of(
                _method, _method.HasGenericParameters ? "a generic method" : "try", "a plain static method");
        }

        foreach (ParameterDefinition parameter in _method.Parameters)
        {
            ValueOf(parameter.ParameterType, $"parameter {parameter.Name}");
        }

        if (_method.ReturnType.FullName != "System.Void")
        {
            ValueOf(_method.ReturnType, "the result");
        }
    }

    private StackValue ValueOf(TypeReference type, string what) => Types.ValueOf(type)
        ?? throw SubsetRefusal.Of(
            _method, $"{type.FullName} as {what}", "int, long, bool, Int128, long[] or a type of the framework");

    private MarginException Refuse(Instruction at, string found, string instead) =>
        SubsetRefusal.At(_method, at.Offset, found, instead);

    private static IEnumerable<Instruction> Targets(MethodDefinition method) =>
        method.Body.Instructions.Select(static at => at.Operand).OfType<Instruction>();

    /// <summary>Locals with one store: their interval is that of the value stored.</summary>
    private static HashSet<int> AssignedOnce(MethodDefinition method) =>
    [
        .. method.Body.Instructions.Select(at => StoredLocal(method, at))
            .Where(static local => local >= 0)
            .GroupBy(static local => local)
            .Where(static stores => stores.Count() == 1)
            .Select(static stores => stores.Key),
    ];

    private static int StoredLocal(MethodDefinition method, Instruction at) => at.OpCode.Code switch
    {
        >= Code.Stloc_0 and <= Code.Stloc_3 => at.OpCode.Code - Code.Stloc_0,
        Code.Stloc_S or Code.Stloc => ((VariableDefinition)at.Operand).Index,
        _ => -1,
    };
}
