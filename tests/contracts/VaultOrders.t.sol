// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {TradeFixture} from "./support/TradeFixture.sol";
import {ContractOwner} from "./support/ContractOwner.sol";
import {VaultStorage} from "../../contracts/vault/VaultStorage.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IVaultTrading} from "../../contracts/interfaces/IVaultTrading.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {Order, Purpose} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Orders: signatures, limits, fees, cancellation. The vault charges 100 ppm of a fill to each side.
contract VaultOrderTests is TradeFixture {
    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 100_000e6);
        _deposit(bobAccount, 100_000e6);
    }

    function _config() internal view override returns (VaultStorage.Config memory config) {
        config = super._config();
        config.clearingFeePpm = 100;
    }

    function test_OrderDigest_IsTheEip712Digest() public {
        Order memory order = _order(aliceAccount, _perpetual(), true, 1e8, SPOT);

        assertEq(vault.orderDigest(order), _orderDigest(order), "digest");
    }

    /// @notice 100 ppm of 50,000 is 5 for each side.
    function test_Clear_ChargesBothSidesForTheInsurance() public {
        _clear(_feeBatch());

        (uint128 insurance, ) = vault.insuranceAndShortfall();
        assertEq(int256(_cashOf(aliceAccount)), 99_995e6, "buyer");
        assertEq(int256(_cashOf(bobAccount)), 99_995e6, "seller");
        assertEq(uint256(insurance), 10e6, "insurance");
    }

    function test_Clear_AboveTheFeeLimit_IsRefused() public {
        Batch memory batch = _feeBatch();
        batch.orders[1].maxFee = 5e6 - 1;
        batch.signatures[1] = _signOrder(BOB_KEY, batch.orders[1]);

        _expectRefused(
            batch,
            abi.encodeWithSelector(IMarginVaultBase.FeeAboveLimit.selector, uint128(5e6), uint128(5e6 - 1))
        );
    }

    function test_Clear_OfHalfAnOrder_MayTakeHalfItsFee() public {
        Batch memory batch = _feeBatch();
        (batch.orders[0].maxQuantity, batch.orders[0].maxFee) = (2e8, 10e6 - 1);
        batch.signatures[0] = _signOrder(ALICE_KEY, batch.orders[0]);

        _expectRefused(
            batch,
            abi.encodeWithSelector(IMarginVaultBase.FeeAboveLimit.selector, uint128(5e6), uint128(10e6 - 1))
        );
    }

    function test_Clear_AboveTheBuyersLimit_IsRefused() public {
        Batch memory batch = _feeBatch();
        batch.orders[0].limitPrice = SPOT - 1;
        batch.signatures[0] = _signOrder(ALICE_KEY, batch.orders[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.LimitViolated.selector, SPOT, SPOT - 1));
    }

    function test_Clear_BelowTheSellersLimit_IsRefused() public {
        Batch memory batch = _feeBatch();
        batch.orders[1].limitPrice = SPOT + 1;
        batch.signatures[1] = _signOrder(BOB_KEY, batch.orders[1]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.LimitViolated.selector, SPOT, SPOT + 1));
    }

    function test_Clear_OfMoreThanOrdered_IsRefused() public {
        Batch memory batch = _feeBatch();
        batch.fills[0].quantity = 1e8 + 1;

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderOverfilled.selector, 1e8 + 1, uint64(1e8)));
    }

    function test_Clear_OfAFilledOrder_IsRefused() public {
        Batch memory batch = _feeBatch();
        _clear(batch);
        assertEq(vault.filledOf(_orderDigest(batch.orders[0])), 1e8, "filled");

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderOverfilled.selector, 2e8, uint64(1e8)));
    }

    function test_Clear_AfterTheDeadline_IsRefused() public {
        Batch memory batch = _feeBatch();
        vm.warp(batch.orders[0].deadline + 1);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderExpired.selector, batch.orders[0].deadline));
    }

    function test_Clear_ByAnotherOperator_IsRefused() public {
        Batch memory batch = _feeBatch();
        batch.orders[0].operator = STRANGER;
        batch.signatures[0] = _signOrder(ALICE_KEY, batch.orders[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OperatorMismatch.selector, STRANGER));
    }

    function test_Clear_OfACancelledOrder_IsRefused() public {
        Batch memory batch = _feeBatch();
        uint64 nonce = batch.orders[0].nonce;
        vm.prank(alice);
        vault.cancelOrders(aliceAccount, nonce + 1);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderNonceUsed.selector, nonce, nonce + 1));
    }

    function test_CancelOrders_Downward_IsRefused() public {
        vm.startPrank(alice);
        vault.cancelOrders(aliceAccount, 5);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.OrderNonceUsed.selector, uint64(5), uint64(5)));
        vault.cancelOrders(aliceAccount, 5);
        vm.stopPrank();
    }

    function test_CancelOrders_ByAStranger_IsRefused() public {
        vm.expectRevert(IMarginVaultBase.NotOwner.selector);
        vault.cancelOrders(aliceAccount, 1);
    }

    function test_Clear_WithAnotherKeysSignature_IsRefused() public {
        Batch memory batch = _feeBatch();
        batch.signatures[0] = _signOrder(CAROL_KEY, batch.orders[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderSignatureRejected.selector, 0));
    }

    function test_Clear_WithAMalleableSignature_IsRefused() public {
        Batch memory batch = _feeBatch();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ALICE_KEY, _orderDigest(batch.orders[0]));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        batch.signatures[0] = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderSignatureRejected.selector, 0));
    }

    function test_Clear_OfAContractOwnersOrder_AsksTheContract() public {
        ContractOwner owner = new ContractOwner();
        Batch memory batch = _contractBatch(owner);
        owner.accept(_orderDigest(batch.orders[0]));

        _clear(batch);

        assertEq(uint256(vault.openInterestOf(_perpetual()).long), 1e8, "open interest");
    }

    function test_Clear_OfAContractOwnerThatDeclines_IsRefused() public {
        Batch memory batch = _contractBatch(new ContractOwner());

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderSignatureRejected.selector, 0));
    }

    /// @notice It reverts, with the very word that would accept.
    function test_Clear_OfAContractOwnerThatRevertsWithTheSelector_IsRefused() public {
        ContractOwner owner = new ContractOwner();
        Batch memory batch = _contractBatch(owner);
        // mstore(0, 0x1626ba7e << 224), revert(0, 32)
        vm.etch(address(owner), hex"631626ba7e60e01b5f5260205ffd");

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderSignatureRejected.selector, 0));
    }

    function test_Clear_OfAContractOwnerThatBurnsGas_IsRefusedCheaply() public {
        ContractOwner owner = new ContractOwner();
        Batch memory batch = _contractBatch(owner);
        owner.burnGas();

        uint256 before = gasleft();
        (bool success, bytes memory answer) = address(vault).call(
            abi.encodeCall(IVaultTrading.clear, (batch.fills, batch.orders, batch.signatures, batch.changes, sections))
        );

        assertTrue(!success, "refused");
        bytes memory expected = abi.encodeWithSelector(IMarginVaultBase.OrderSignatureRejected.selector, 0);
        assertEq(answer, expected, "reason");
        assertAtMost(before - gasleft(), 300_000, "gas");
    }

    function _contractBatch(ContractOwner owner) private returns (Batch memory batch) {
        bytes32 account = abi.decode(owner.run(address(vault), abi.encodeCall(IMarginVault.open, (0))), (bytes32));
        _deposit(account, 100_000e6);
        batch = _aliceBuys(_perpetual(), 1e8, SPOT);
        batch.orders[0].account = account;
        batch.signatures[0] = "";
        _addChange(batch, account, _none(), _one(_row(_perpetual(), 1e8, SPOT, 0)), 99_995e6, Purpose.Trade);
        _addChange(batch, bobAccount, _none(), _one(_row(_perpetual(), -1e8, SPOT, 0)), 99_995e6, Purpose.Trade);
    }

    function _feeBatch() private returns (Batch memory batch) {
        batch = _aliceBuys(_perpetual(), 1e8, SPOT);
        _addChange(batch, aliceAccount, _none(), _one(_row(_perpetual(), 1e8, SPOT, 0)), 99_995e6, Purpose.Trade);
        _addChange(batch, bobAccount, _none(), _one(_row(_perpetual(), -1e8, SPOT, 0)), 99_995e6, Purpose.Trade);
    }
}
